# Puts together how the JVM is started. Sourced, after find_jdk has described the JDK and ensure_build has set BUILD.

readonly MAIN=tdsl.interpreter/tdsl.interpreter.cli.Main

# A copy of the JDK without the stub of its optimizing compiler, so that the real one can be an ordinary module. To replace
# the stub in the JDK itself works too, but such a JVM takes no cache of loaded classes and starts three times as slowly.
runtime_image() {
    IMAGE=$DIST/java-$JDK_NAME
    [ -x "$IMAGE/bin/java" ]
}

# Sets JAVA to the program that runs what is most often short: no optimizing compiler and no Vector API, whose set-up would
# cost more than it gains. JAVA_OPTIONS are its options, JAVA_CACHE the file with the classes to have at hand.
quick_java() {
    local LC_ALL=C # one order of jars in every locale: a cache holds for exactly one path
    JAVA=$JDK/bin/java
    JAVA_CACHE=$BUILD/quick.aot
    common_options "$BUILD"/lib/*.jar
    JAVA_OPTIONS+=(-XX:+UseSerialGC -Dtruffle.UseFallbackRuntime=true -m "$MAIN")
}

# The same for Python programs, with Python among the EXTRA_JARS.
python_java() {
    full_java
    [ -z "$JAVA_CACHE" ] || JAVA_CACHE=$BUILD/python.aot
}

# Jars that a start has besides those of the build.
EXTRA_JARS=()

# The same for scripts and sessions.
full_java() {
    local LC_ALL=C
    JAVA=$JDK/bin/java
    JAVA_CACHE=
    if ! jdk_has_compiler_interface; then
        common_options "$BUILD"/lib/*.jar ${EXTRA_JARS[@]+"${EXTRA_JARS[@]}"}
        JAVA_OPTIONS+=(
            -Dtruffle.UseFallbackRuntime=true
            "-Dtdsl.plain=the compiler needs a JDK $REQUIRED_JDK with JVMCI, not $JDK"
        )
    elif runtime_image; then
        JAVA=$IMAGE/bin/java
        JAVA_CACHE=$BUILD/full.aot
        common_options "$BUILD"/lib/*.jar "$BUILD"/optimizer/*.jar ${EXTRA_JARS[@]+"${EXTRA_JARS[@]}"}
        JAVA_OPTIONS+=("${COMPILER_OPTIONS[@]}")
    else
        join_jars "$BUILD"/optimizer/*.jar
        local compiler=$JARS
        common_options "$BUILD"/lib/*.jar ${EXTRA_JARS[@]+"${EXTRA_JARS[@]}"}
        JAVA_OPTIONS+=("${COMPILER_OPTIONS[@]}" --upgrade-module-path "$compiler")
    fi
    ! has_huge_pages || JAVA_OPTIONS+=(-XX:+UseTransparentHugePages)
    JAVA_OPTIONS+=("${VECTOR_OPTIONS[@]}" -m "$MAIN")
}

# True if the kernel gives huge pages to whoever asks for them. A loop over small tensors takes new pages of the heap all
# the time, and most of its time goes into the faults if they are small.
has_huge_pages() {
    local enabled=/sys/kernel/mm/transparent_hugepage/enabled
    [ -r "$enabled" ] && grep -q '\[madvise\]' "$enabled"
}

# Lets the tensors load the Vector API when they need it. Were its module there from the start, the JVM would warn of it,
# and use neither an archived module graph nor the profiles in its cache.
readonly VECTOR_OPTIONS=(--add-exports java.base/jdk.internal.module=tdsl.tensor)

# The compiler compiles scripts alone; the JVM goes on compiling Java code with its own.
readonly COMPILER_OPTIONS=(-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI)

# True if the JDK lets a compiler other than its own in, as one of the version does that the compiler was made for.
jdk_has_compiler_interface() {
    [ "$JDK_VERSION" -eq "$REQUIRED_JDK" ] || return 1
    case " $JDK_MODULES " in
    *' jdk.internal.vm.ci '*) return 0 ;;
    *) return 1 ;;
    esac
}

# Sets JAVA_OPTIONS to what every start has, with the jars of the arguments as modules.
common_options() {
    join_jars "$@"
    JAVA_OPTIONS=(
        --module-path "$JARS"
        --add-modules ALL-MODULE-PATH
        --enable-native-access=jcuda,org.bytedeco.javacpp,org.graalvm.truffle,org.jline,tdsl.interpreter,tdsl.tensor,tdsl.tensor.cuda
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
