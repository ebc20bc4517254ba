# Puts together how the JVM is started. Sourced, after find_jdk has set JDK and ensure_build has set BUILD.

readonly MAIN=tdsl.interpreter/tdsl.interpreter.cli.Main

# Sets JAVA_OPTIONS for commands that compute little: no optimizing compiler and no Vector API, whose set-up would cost
# more than it gains, but a cache of loaded classes. A missing or outdated cache is ignored.
quick_options() {
    common_options
    JAVA_OPTIONS+=(-XX:+UseSerialGC -Dtruffle.UseFallbackRuntime=true -m "$MAIN")
}

# Sets JAVA_OPTIONS for scripts and sessions.
full_options() {
    common_options
    JAVA_OPTIONS+=(--add-modules jdk.incubator.vector)
    if jdk_has_compiler_interface; then
        # The compiler compiles scripts alone; the JVM goes on compiling Java code with its own.
        join_jars "$BUILD"/optimizer/*.jar
        JAVA_OPTIONS+=(-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI --upgrade-module-path "$JARS")
    else
        JAVA_OPTIONS+=(-Dtruffle.UseFallbackRuntime=true "-Dtdsl.plain=the compiler needs a JDK $REQUIRED_JDK with JVMCI, not $JDK")
    fi
    JAVA_OPTIONS+=(-m "$MAIN")
}

common_options() {
    # One order of jars whatever the locale: the cache holds for exactly this path.
    local LC_ALL=C
    join_jars "$BUILD"/lib/*.jar
    JAVA_OPTIONS=(
        --module-path "$JARS"
        --add-modules ALL-MODULE-PATH
        --enable-native-access=org.bytedeco.javacpp,org.graalvm.truffle,org.jline,tdsl.interpreter,tdsl.tensor
        --sun-misc-unsafe-memory-access=allow
        -Dpolyglot.engine.userResourceCache="$BUILD/resources"
        -Djava.util.logging.config.file="$PROJECT/scripts/lib/logging.properties"
        -XX:-PrintWarnings -Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=off:stderr
    )
}

# Sets JARS to a path of the arguments.
join_jars() {
    local IFS=:
    JARS="$*"
}

# True if the JDK lets a compiler other than its own in, as one of the version does that the compiler was made for.
jdk_has_compiler_interface() {
    [ "$JDK_VERSION" -eq "$REQUIRED_JDK" ] && grep -q '^MODULES=.*jdk\.internal\.vm\.ci' "$JDK/release"
}
