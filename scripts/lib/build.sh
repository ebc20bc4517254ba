# Builds what the launcher runs, when sources have changed. Sourced, after find_jdk has set JDK and PROJECT is the project folder.
#
# A build is a folder target/dist/build-<fingerprint of the sources>-<JDK>:
#   lib/          the jars of the module path
#   optimizer/    the compiler that makes scripts fast; it replaces a module of the JDK, so it stands apart
#   resources/    native parts that the runtime unpacks
#   *.aot         what lets the JVM start fast
#   stamp         its date is older than the build's sources were at the time
# The file target/dist/current-<JDK> names the one in use. A build is complete before it is named there and is not changed
# afterwards, so scripts that are running keep the jars that they started with.

readonly DIST=$PROJECT/target/dist
readonly LOCK=$PROJECT/target/dist.lock
readonly SOURCE_FOLDERS=(.mvn grammar tensor-runtime interpreter stdlib scripts/lib)

# Sets BUILD to the folder of an up-to-date build, after making one if need be.
ensure_build() {
    find_build && ! sources_newer_than "$BUILD/stamp" && return 0
    mkdir -p "$DIST"
    acquire_build_lock
    trap release_build_lock EXIT
    trap 'exit 130' INT TERM HUP
    # Another process may have built while this one waited.
    if ! find_build || sources_newer_than "$BUILD/stamp"; then
        build_sources
    fi
    release_build_lock
    trap - EXIT INT TERM HUP
}

# Sets BUILD to the build in use.
find_build() {
    local name
    { read -r name <"$DIST/current-$JDK_NAME"; } 2>/dev/null || return 1
    BUILD=$DIST/$name
    [ -f "$BUILD/stamp" ]
}

# Lists the files of the build's input that fulfil the find condition in the arguments.
find_sources() {
    local folders=() folder
    for folder in "${SOURCE_FOLDERS[@]}"; do
        folders+=("$PROJECT/$folder")
    done
    # Folders count too: their dates tell of deleted and renamed files.
    find "$PROJECT/pom.xml" "${folders[@]}" \( -name target -o -path '*/src/test' \) -prune -o "$@"
}

sources_newer_than() {
    [ -n "$(find_sources -newer "$1" -print | head -n 1)" ]
}

# Prints a name for the present content of all sources.
fingerprint() {
    find_sources -type f -print0 | LC_ALL=C sort -z | (cd "$PROJECT" && xargs -0 cksum) | cksum | tr ' ' '-'
}

# Sets BUILD to a build of the present sources: an earlier one if they are as they were then, else a new one.
build_sources() {
    local staging=$DIST/staging name
    rm -rf "$staging"
    mkdir "$staging"
    touch "$staging/stamp"
    name=build-$(fingerprint)-$JDK_NAME
    BUILD=$DIST/$name
    if [ -f "$BUILD/stamp" ]; then
        mv -f "$staging/stamp" "$BUILD/stamp"
        rm -rf "$staging"
    else
        run_build
        collect_build "$staging"
        mv "$staging" "$BUILD"
    fi
    prepare_start
    printf '%s\n' "$name" >"$DIST/current.new"
    mv -f "$DIST/current.new" "$DIST/current-$JDK_NAME"
    remove_old_builds
}

# Compiles and packs the sources; interpreter/target/runtime then holds the jars that they need at run time.
run_build() {
    local log=$DIST/build.log started=$SECONDS
    rm -rf "$PROJECT/interpreter/target/runtime"
    if ! run_maven -Dmaven.test.skip=true -pl interpreter -am package 2>&1 | tee "$log" | show_progress; then
        show_status ''
        {
            # What is not progress is what went wrong; the last of it is Maven's advice on how to call Maven.
            grep -v '^\[INFO\]' "$log" | head -n 25 || true
            echo "tdsl: the build failed; all of its output is in $log"
        } >&2
        exit 1
    fi
    show_status ''
    [ -t 2 ] || echo "tdsl: built in $((SECONDS - started)) s" >&2
}

# Reads the output of Maven and tells on stderr how far it is.
show_progress() {
    local line module=
    while IFS= read -r line; do
        case $line in
        '[INFO] Building '*']')
            module=${line#'[INFO] Building '}
            module=${module%%  *}
            module="${line##* } ${module% *}"
            show_status "$module"
            [ -t 2 ] || echo "tdsl: building $module" >&2
            ;;
        '[INFO] --- '*)
            line=${line%% (*}
            show_status "$module: ${line##*:}"
            ;;
        *'Downloading from '*) show_status "$module: downloading ${line##*/}" ;;
        esac
    done
}

# Replaces the status line on a terminal.
show_status() {
    if [ -t 2 ]; then
        local text=${1:+tdsl: building $1}
        printf '\r\033[K%s' "${text:0:79}" >&2
    fi
}

# Moves the jars of the finished Maven build to folder $1.
collect_build() {
    local target=$PROJECT/interpreter/target
    mkdir -p "$1/optimizer" "$1/resources"
    mv "$target/runtime" "$1/lib"
    mv "$1"/lib/compiler-*.jar "$1/optimizer/"
    cp "$target"/tdsl-interpreter-*.jar "$1/lib/"
}

# Keeps the newest builds: the one in use, and those before it that scripts may still be running on.
remove_old_builds() {
    local build kept=0
    for build in $(cd "$DIST" && ls -td -- build-*/); do
        kept=$((kept + 1))
        if [ "$kept" -gt 3 ]; then
            rm -rf "${DIST:?}/$build"
        elif [ "$kept" -gt 1 ]; then
            rm -f "$DIST/$build"*.aot
        fi
    done
}

# Waits until no other process builds. The lock is a folder, as making one is atomic on every system.
acquire_build_lock() {
    local owner told=
    until mkdir "$LOCK" 2>/dev/null; do
        owner=$(cat "$LOCK/owner" 2>/dev/null) || owner=
        if [ -n "$owner" ] && ! ps -p "$owner" >/dev/null 2>&1; then
            inherit_build_lock "$owner" && return 0
        elif [ -z "$told" ]; then
            echo "tdsl: waiting for ${owner:+process $owner, which builds; }if no other tdsl runs, remove $LOCK" >&2
            told=yes
        fi
        sleep 0.2
    done
    echo $$ >"$LOCK/owner"
}

# Takes the lock over from process $1, which ended without releasing it, unless someone else already has.
inherit_build_lock() {
    local inherited=1
    mkdir "$LOCK/heir" 2>/dev/null || return 1
    if [ "$(cat "$LOCK/owner" 2>/dev/null)" = "$1" ]; then
        echo $$ >"$LOCK/owner"
        inherited=0
    fi
    rmdir "$LOCK/heir"
    return "$inherited"
}

release_build_lock() {
    rm -rf "$LOCK"
}
