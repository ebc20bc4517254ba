# Makes what lets the JVM start fast, as the last part of a build. Sourced, after java.sh and build.sh.
# All works the same without, slower: so no failure here is an error.

prepare_start() {
    show_status 'what makes it start fast'
    if jdk_has_compiler_interface && ! runtime_image; then
        make_runtime_image >"$DIST/image.log" 2>&1 || true
    fi
    quick_java
    make_cache warmup.tdsl >"$DIST/quick.log" 2>&1 </dev/null &
    full_java
    make_cache warmup.tdsl training.tdsl >"$DIST/full.log" 2>&1 </dev/null || true
    wait
    show_status ''
}

# The same for Python programs, when the first one runs.
prepare_python_start() {
    if [ -n "$JAVA_CACHE" ] && [ ! -f "$JAVA_CACHE" ]; then
        show_status 'what makes Python start fast'
        "$JAVA" -XX:AOTCacheOutput="$JAVA_CACHE" "$WITHOUT_VECTORS" "${JAVA_OPTIONS[@]}" "$PROJECT/scripts/lib/python/warmup.py" \
            >"$DIST/python-start.log" 2>&1 </dev/null || true
        show_status ''
    fi
}

# Copies the JDK to the folder IMAGE, without its stub of the optimizing compiler and without its tools for developers.
make_runtime_image() {
    local staging=$DIST/image modules
    modules=$(printf '%s\n' $JDK_MODULES | grep -Ev "^jdk\.($EXCLUDED_MODULES)\$" | paste -sd , -)
    rm -rf "$staging"
    "$JDK/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --output "$staging"
    rm -rf "$IMAGE"
    mv "$staging" "$IMAGE"
}

readonly EXCLUDED_MODULES='graal\..*|compiler|editpad|hotspot\.agent|internal\.ed|jartool|javadoc|jconsole|jdeps|jlink|jpackage|jshell'

# No cache can be made of classes that refer to a module which is loaded later.
readonly WITHOUT_VECTORS=-Dtdsl.simd=false

# Runs the programs in the arguments once so that the JVM can keep in the file JAVA_CACHE what it loaded, linked and
# found to be hot.
make_cache() {
    if [ -n "$JAVA_CACHE" ] && [ ! -f "$JAVA_CACHE" ]; then
        "$JAVA" -XX:AOTCacheOutput="$JAVA_CACHE" "$WITHOUT_VECTORS" "${JAVA_OPTIONS[@]}" -e "$(cd "$PROJECT/scripts/lib" && cat "$@")"
    fi
}
