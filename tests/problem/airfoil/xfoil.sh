#!/bin/bash
# Makes xfoil.csv beside this script again: reference values of XFOIL 6.99 (Drela, 1989) for the airfoil problem.
#
#   apt-get install xfoil gcc && tests/problem/airfoil/xfoil.sh
#
# XFOIL's own sections (blunt by 0.25 % of the chord), incompressible; reynolds 0: inviscid; transition
# forced at 5 % of the chord on both sides. Debian's package stops at the first harmless floating-point
# exception without a display, so a library of one line keeps Fortran from arming the trap.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo 'void _gfortran_set_fpe(int flags) { (void)flags; }' > trap.c
gcc -shared -fPIC -o trap.so trap.c

angles="-2 0 2 4 6 8"
polar() {  # section reynolds
    rm -f polar.txt
    {
        printf 'PLOP\nG F\n\nNACA %s\nPANE\nOPER\nITER 100\n' "$1"
        if [ "$2" != 0 ]; then
            printf 'VISC %s\nVPAR\nXTR 0.05 0.05\n\n' "$2"
        fi
        printf 'ALFA -2\nPACC\npolar.txt\n\n'
        printf 'ALFA %s\n' $angles
        printf 'PACC\n\nQUIT\n'
    } | LD_PRELOAD=./trap.so timeout 60 xfoil > log.txt 2>&1
    awk -v section="naca$1" -v reynolds="$2" \
        'rows { print section "," $1 + 0 "," reynolds "," $2 + 0 "," $3 + 0 "," $5 + 0 "," $6 + 0 }
         /^  ------/ { rows = 1 }' polar.txt
}

{
    echo 'section,alpha,reynolds,cl,cd,cm,transition_upper'
    for section in 0012 2412 4412 4415; do
        for reynolds in 0 1000000 3000000; do
            polar $section $reynolds
        done
    done
} > xfoil.csv
rows=$(($(wc -l < xfoil.csv) - 1))
if [ "$rows" != 72 ]; then
    echo "xfoil.sh: XFOIL converged at $rows points, expected 72" >&2
    exit 1
fi
mv xfoil.csv "$here/xfoil.csv"
