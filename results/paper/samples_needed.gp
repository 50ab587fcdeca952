# gnuplot samples_needed.gp, inside this folder, draws samples_needed.svg from samples_needed.csv.
set encoding utf8
set terminal svg size 640,420 dynamic noenhanced font 'DejaVu Sans,13' linewidth 1 background '#ffffff' name 'samples_needed'
set output 'samples_needed.svg'
set datafile separator ','
set border 3 linecolor '#555555' linewidth 0.9
set tics nomirror out scale 0.6 textcolor '#222222'
set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1
set key outside top center horizontal Left reverse noenhanced
set logscale xy
set xrange [1.6:21.25]
set yrange [0.6214:45.68]
set xtics (2, 3, 4, 5, 6, 7, 8, 9, 11, 17)
set ytics (1, 2, 5, 10, 20)
unset mxtics
set xlabel '1 + number of inputs'
set ylabel 'times fewer samples'
plot 0.8 * x title '0.8 (1 + n_x)' with lines linewidth 1.5 dashtype 2 linecolor '#555555', \
     'samples_needed.csv' skip 1 using (column(1) == 0 && column(5) == 0 ? column(3) : NaN):4 title 'jenn_published' with points pointtype 7 pointsize 1 linecolor '#D55E00', \
     'samples_needed.csv' skip 1 using (column(1) == 0 && column(5) == 1 ? column(3) : NaN):4 notitle with points pointtype 9 pointsize 1 linecolor '#D55E00', \
     'samples_needed.csv' skip 1 using (column(1) == 1 && column(5) == 0 ? column(3) : NaN):4 title 'jenn' with points pointtype 7 pointsize 1 linecolor '#0072B2', \
     'samples_needed.csv' skip 1 using (column(1) == 1 && column(5) == 1 ? column(3) : NaN):4 notitle with points pointtype 9 pointsize 1 linecolor '#0072B2', \
     'samples_needed.csv' skip 1 using (column(1) == 2 && column(5) == 0 ? column(3) : NaN):4 title 'kriging' with points pointtype 7 pointsize 1 linecolor '#009E73', \
     'samples_needed.csv' skip 1 using (column(1) == 2 && column(5) == 1 ? column(3) : NaN):4 notitle with points pointtype 9 pointsize 1 linecolor '#009E73'
