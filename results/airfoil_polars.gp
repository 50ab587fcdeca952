# gnuplot airfoil_polars.gp, inside this folder, draws airfoil_polars.svg from airfoil_polars.csv.
set encoding utf8
set terminal svg size 960,440 dynamic enhanced font 'DejaVu Sans,13' background '#ffffff' name 'airfoil_polars'
set output 'airfoil_polars.svg'
set datafile separator ','
set border 3 linecolor '#555555' linewidth 0.9
set tics nomirror out scale 0.6 textcolor '#222222'
set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1
set key top left reverse Left samplen 2
sections = 'naca0012 naca2412 naca4412 naca4415'
colors = '#D55E00 #0072B2 #009E73 #CC79A7'
row(s, re, y) = strcol(1) eq word(sections, s) && column(3) == re ? y : NaN
set xlabel 'angle of attack [deg]'
set multiplot layout 1,2
set title 'Lift, inviscid'
set ylabel 'c_l'
set datafile missing NaN
plot for [s=1:4] 'airfoil_polars.csv' skip 1 using 2:(row(s, 0, $7)) with lines linecolor rgb word(colors, s) linewidth 1.6 title word(sections, s), \
     for [s=1:4] '' skip 1 using 2:(row(s, 0, $4)) with points pointtype 6 pointsize 0.7 linecolor rgb word(colors, s) notitle, \
     NaN with points pointtype 6 linecolor rgb '#555555' title 'XFOIL'
set title 'Drag, Re = 10^6 (lines), 3 · 10^6 (dashed)'
set ylabel 'c_d'
plot for [s=1:4] 'airfoil_polars.csv' skip 1 using 2:(row(s, 1e6, $8)) with lines linecolor rgb word(colors, s) linewidth 1.6 notitle, \
     for [s=1:4] '' skip 1 using 2:(row(s, 1e6, $5)) with points pointtype 6 pointsize 0.7 linecolor rgb word(colors, s) notitle, \
     for [s=1:4] '' skip 1 using 2:(row(s, 3e6, $8)) with lines linecolor rgb word(colors, s) linewidth 1.6 dashtype 2 notitle, \
     for [s=1:4] '' skip 1 using 2:(row(s, 3e6, $5)) with points pointtype 6 pointsize 0.7 linecolor rgb word(colors, s) notitle
unset multiplot
