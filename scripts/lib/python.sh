# Fetches GraalPy, which runs Python programs. Sourced, after build.sh; ensure_build has set BUILD.
#
# Its jars are in target/dist/python-<hash of what asks for them>, apart from those that every start needs.

readonly PYTHON_POM=$PROJECT/scripts/lib/python/pom.xml

# True if the arguments of tdsl run a Python program, or a script that imports a Python module.
runs_python() {
    while [ $# -gt 0 ]; do
        case $1 in
        -e) return 1 ;;
        --seed | --max-memory | --threads | --device) shift ;;
        -?*) ;;
        *.py) return 0 ;;
        *)
            [ -f "$1" ] && grep -Eq "^[[:space:]]*(import|from)[[:space:]]+[\"'][^\"']*\.py[\"']" "$1"
            return
            ;;
        esac
        shift || return 1
    done
    return 1
}

# Sets PYTHON_JARS to the jars that Python needs besides those of the build, after fetching them if need be.
ensure_python() {
    local folder jar
    folder=$DIST/python-$(cat "$PROJECT/pom.xml" "$PYTHON_POM" | cksum | tr ' ' '-')
    if [ ! -d "$folder" ]; then
        fetch_python "$folder"
    fi
    PYTHON_JARS=()
    for jar in "$folder"/*.jar; do
        [ -f "$BUILD/lib/${jar##*/}" ] || PYTHON_JARS+=("$jar")
    done
}

# Fetches the jars into folder $1, which is complete or not there.
fetch_python() {
    local log=$DIST/python.log
    echo "tdsl: fetching Python (GraalPy), once" >&2
    rm -rf "$1.new"
    if ! run_maven -f "$PYTHON_POM" --no-transfer-progress dependency:copy-dependencies \
        -DincludeScope=runtime "-DoutputDirectory=$1.new" >"$log" 2>&1; then
        {
            grep '^\[ERROR\]' "$log" | head -n 5 || true
            echo "tdsl: Python could not be fetched; all of Maven's output is in $log"
        } >&2
        exit 1
    fi
    rm -f "$1.new"/*.pom
    mv "$1.new" "$1" 2>/dev/null || rm -rf "$1.new" # another process was faster
}
