# Fetches what few programs need, when the first of them runs. Sourced, after java.sh and build.sh; ensure_build has set BUILD.
#
# The jars that scripts/lib/NAME/pom.xml asks for are in target/dist/NAME-<hash of what asks for them>, apart from those that
# every start needs.

# Adds the jars of $1, which users know as $2, to EXTRA_JARS, after fetching them if need be.
add_extra() {
    local pom=$PROJECT/scripts/lib/$1/pom.xml folder jar
    folder=$DIST/$1-$(cat "$PROJECT/pom.xml" "$pom" | cksum | tr ' ' '-')
    if [ ! -d "$folder" ]; then
        fetch_jars "$1" "$2" "$pom" "$folder"
    fi
    for jar in "$folder"/*.jar; do
        [ -f "$BUILD/lib/${jar##*/}" ] || [ -f "$BUILD/optimizer/${jar##*/}" ] || is_extra "${jar##*/}" || EXTRA_JARS+=("$jar")
    done
}

# True if EXTRA_JARS has a jar of the name $1.
is_extra() {
    local jar
    for jar in ${EXTRA_JARS[@]+"${EXTRA_JARS[@]}"}; do
        [ "${jar##*/}" != "$1" ] || return 0
    done
    return 1
}

# Fetches the jars of $1, known as $2, that the POM $3 asks for into folder $4, which is complete or not there.
fetch_jars() {
    local log=$DIST/$1.log
    echo "tdsl: fetching $2, once" >&2
    rm -rf "$4.new"
    if ! run_maven -f "$3" --no-transfer-progress dependency:copy-dependencies \
        -DincludeScope=runtime "-DoutputDirectory=$4.new" >"$log" 2>&1; then
        {
            grep '^\[ERROR\]' "$log" | head -n 5 || true
            echo "tdsl: could not fetch $2; all of Maven's output is in $log"
        } >&2
        exit 1
    fi
    rm -f "$4.new"/*.pom
    mv "$4.new" "$4" 2>/dev/null || rm -rf "$4.new" # another process was faster
}
