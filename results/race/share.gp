# gnuplot share.gp, inside this folder, draws share.svg from share.csv.
set encoding utf8
set terminal svg size 760,440 dynamic noenhanced font 'DejaVu Sans,13' linewidth 1 background '#ffffff' name 'share'
set output 'share.svg'
set datafile separator ','
set border 3 linecolor '#555555' linewidth 0.9
set tics nomirror out scale 0.6 textcolor '#222222'
set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1
set key outside right center vertical Left reverse noenhanced
set logscale x
set xrange [1:199]
set yrange [0:1]
set xtics (1, 2, 5, 10, 20, 50, 100, 200)
set xlabel 'evaluations'
set ylabel 'share of runs'
plot 'share.csv' skip 1 index 0 using 2:3 title 'jenn' with lines linewidth 2 dashtype 1 linecolor '#0072B2', \
     'share.csv' skip 0 index 1 using 2:3 title 'kriging' with lines linewidth 2 dashtype 1 linecolor '#009E73', \
     'share.csv' skip 0 index 2 using 2:3 title 'competition' with lines linewidth 2 dashtype 1 linecolor '#CC79A7', \
     'share.csv' skip 0 index 3 using 2:3 title 'competition_4' with lines linewidth 2 dashtype 1 linecolor '#E69F00', \
     'share.csv' skip 0 index 4 using 2:3 title 'lbfgs' with lines linewidth 2 dashtype 1 linecolor '#56B4E9', \
     'share.csv' skip 0 index 5 using 2:3 title 'slsqp' with lines linewidth 2 dashtype 1 linecolor '#8C6D31', \
     'share.csv' skip 0 index 6 using 2:3 title 'egobox' with lines linewidth 2 dashtype 2 linecolor '#D55E00', \
     'share.csv' skip 0 index 7 using 2:3 title 'gradient_gp' with lines linewidth 2 dashtype 2 linecolor '#444444', \
     'share.csv' skip 0 index 8 using 2:3 title 'scipy_lbfgs' with lines linewidth 2 dashtype 2 linecolor '#AA0000', \
     'share.csv' skip 0 index 9 using 2:3 title 'scipy_slsqp' with lines linewidth 2 dashtype 2 linecolor '#777777', \
     'share.csv' skip 0 index 10 using 2:3 title 'smt_ego' with lines linewidth 2 dashtype 2 linecolor '#B8A000'
