# gnuplot samples_needed.gp, inside this folder, draws samples_needed.svg from samples_needed.csv.
set encoding utf8
set terminal svg size 960,322 dynamic enhanced font 'DejaVu Sans,13' linewidth 1 background '#ffffff' name 'samples_needed'
set output 'samples_needed.svg'
set datafile separator ','
set border 3 linecolor '#555555' linewidth 0.9
set tics nomirror out scale 0.6 textcolor '#222222'
set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1
set title offset 0,-0.4
set xlabel offset 0,0.5
set ylabel offset 0.8,0
unset key
set multiplot
set lmargin at screen 0.31875
set rmargin at screen 0.73542
set tmargin at screen 0.89441
set bmargin at screen 0.27329
set logscale xy
set xrange [1.7:30]
set yrange [0.5:30]
set ytics (0.5, 1, 2, 5, 10, 20)
set xlabel '1 + number of inputs'
set ylabel 'times fewer samples'
set xtics (2, 3, 4, 5, 6, 7, 8, 9, 11, 17, 21)
unset mxtics
plot 0.8 * x with lines linewidth 1.5 dashtype 2 linecolor '#555555', \
     'samples_needed.csv' skip 1 using (column(1) == 0 && column(5) == 0 ? column(3) : NaN):4 with points pointtype 7 pointsize 1 linecolor '#0072b2', \
     'samples_needed.csv' skip 1 using (column(1) == 0 && column(5) == 1 ? column(3) : NaN):4 with points pointtype 9 pointsize 1 linecolor '#0072b2', \
     'samples_needed.csv' skip 1 using (column(1) == 1 && column(5) == 0 ? column(3) : NaN):4 with points pointtype 7 pointsize 1 linecolor '#d55e00', \
     'samples_needed.csv' skip 1 using (column(1) == 1 && column(5) == 1 ? column(3) : NaN):4 with points pointtype 9 pointsize 1 linecolor '#d55e00'
unset border; unset tics; unset grid; unset title; unset xlabel; unset ylabel; unset label; unset arrow; unset logscale; unset colorbox
set lmargin 0; set rmargin 0; set tmargin 0; set bmargin 0
set origin 0,0; set size 1,1; set xrange [0:1]; set yrange [0:1]
set arrow from screen 0.2829,0.05590 to screen 0.3183,0.05590 nohead linewidth 1.5 dashtype 2 linecolor '#555555'
set label '0.8 (1 + n_x)' at screen 0.3245,0.05590 left noenhanced
set label '' at screen 0.4763,0.05590 point pointtype 7 pointsize 1 linecolor '#0072b2'
set label 'jenn_published' at screen 0.5003,0.05590 left noenhanced
set label '' at screen 0.6603,0.05590 point pointtype 7 pointsize 1 linecolor '#d55e00'
set label 'jenn' at screen 0.6842,0.05590 left noenhanced
plot NaN notitle
unset multiplot
