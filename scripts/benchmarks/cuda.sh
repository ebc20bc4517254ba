# Compares TDSL scripts with PyTorch on a GPU. Sourced, when PROJECT is the project folder.
#
# Both sides are programs that print all their figures. A host with a GPU and without Java can run them by hand, as
# tensor-runtime/cuda/README.md says.

readonly BENCHMARKS=$PROJECT/scripts/benchmarks

bench_cuda() {
    local results python=${PYTHON:-python3} name
    results=$(mktemp -d)
    trap 'rm -rf "$results"' EXIT
    "$PROJECT/scripts/tdsl" "$BENCHMARKS/cuda.tdsl" "$@" >"$results/tdsl"
    touch "$results/pytorch"
    if "$python" -c 'import torch; assert torch.cuda.is_available()' 2>/dev/null; then
        "$python" "$BENCHMARKS/cuda_pytorch.py" "$@" >"$results/pytorch"
    else
        echo "bench: $python has no PyTorch with CUDA, so only TDSL is measured" >&2
    fi
    compare_results "$results/tdsl" "$results/pytorch"
}

# Prints the figures of the files $1 (TDSL) and $2 (PyTorch) side by side, in microseconds.
compare_results() {
    awk -F'[":, }]+' '
        BEGIN { printf "%-20s %14s %14s %8s\n", "name", "TDSL us", "PyTorch us", "ratio" }
        $4 != "seconds" { if (NR == FNR) failed[$3] = 1; next }
        NR == FNR { order[++count] = $3; tdsl[$3] = $5; next }
        { if (!($3 in tdsl)) order[++count] = $3; pytorch[$3] = $5 }
        END {
            for (i = 1; i <= count; i++) {
                name = order[i]
                ratio = (name in tdsl) && (name in pytorch) ? sprintf("%.2f", pytorch[name] / tdsl[name]) : "-"
                printf "%-20s %14s %14s %8s\n", name, micros(tdsl, name), micros(pytorch, name), ratio
            }
            for (name in failed) print name " failed"
        }
        function micros(times, name) { return (name in times) ? sprintf("%.3f", times[name] * 1e6) : "-" }
    ' "$1" "$2"
}
