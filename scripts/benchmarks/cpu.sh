# Compares TDSL scripts with PyTorch on the CPU. Sourced, when PROJECT is the project folder.

. "$PROJECT/scripts/benchmarks/turns.sh"

# Name of each workload, and how many times as fast as PyTorch it should be; the last ones need the data.
readonly DENSE_WORKLOADS='
add_16m 2.5
exp_16m 2.5
sum_16m 1.0
chain_16m 7.0
chain_grad_4m 2.5
transpose_copy_4096 5.0
softmax_4096 2.0
layer_norm_4096 1.2
mask_select_16m 3.0
index_select_rows 2.0
index_add_rows 2.0
matmul_1024 0.9
matmul_32_x1000 2.0
add_8_x1000 5.0
slice_8_x1000 5.0
tiny_step_8 8.0
mlp_step 1.5
'
readonly SPARSE_WORKLOADS='
subm_map_lidar 12
subm_lidar_c32_forward 2.5
subm_lidar_c32_step 5
'

bench_cpu() {
    read_options "$@"
    PIPES=$(mktemp -d)
    trap 'rm -rf "$PIPES"' EXIT
    local python=${PYTHON:-python3} name target
    WITH_PEER=
    if [ -n "$JSON" ]; then
        :
    elif "$python" -c 'import numpy, torch' 2>/dev/null; then
        WITH_PEER=yes
        start_side peer "$python" "$BENCHMARKS/cpu_pytorch.py" "$THREADS" "$DATA"
    else
        echo "bench: $python cannot import PyTorch, so only TDSL is measured" >&2
    fi
    [ -n "$JSON" ] || print_row name TDSL PyTorch ratio target
    while read -r name target; do
        [ -n "$name" ] && is_wanted "$name" || continue
        measure_workload "$name" "$target"
    done <<<"${DENSE_WORKLOADS#?}${SPARSE_WORKLOADS#?}"
}

# Sets ONLY, THREADS, DATA, ROUNDS and JSON.
read_options() {
    ONLY= THREADS=2 DATA= ROUNDS=5 JSON=
    while [ $# -gt 0 ]; do
        case $1 in
        --json)
            JSON=yes
            shift
            continue
            ;;
        --only) ONLY=${2:-} ;;
        --threads) THREADS=${2:-} ;;
        --data) DATA=${2:-} ;;
        --rounds) ROUNDS=${2:-} ;;
        *) fail "there is no option $1" ;;
        esac
        [ -n "${2:-}" ] || fail "$1 needs a value"
        shift 2
    done
    local name
    for name in ${ONLY//,/ }; do
        grep -q "^$name " <<<"$DENSE_WORKLOADS$SPARSE_WORKLOADS" || fail "there is no workload $name"
    done
}

# Whether workload $1 was asked for and can be run.
is_wanted() {
    case ",${ONLY:-$1}," in
    *",$1,"*) ;;
    *) return 1 ;;
    esac
    if grep -q "^$1 " <<<"$SPARSE_WORKLOADS" && [ ! -f "$DATA/lidar_voxels.npy" ]; then
        echo "bench: $1 is skipped: --data must name a folder with lidar_voxels.npy" >&2
        return 1
    fi
}

# Measures workload $1, whose target ratio is $2, and prints the result.
measure_workload() {
    measure_by_turns "$1" --threads "$THREADS" "$BENCHMARKS/cpu.tdsl" "$DATA"
    report "$1" "$2" "$TDSL_SECONDS" "$PEER_SECONDS"
}
