# Measures kernels with JMH. Sourced, when PROJECT is the project folder.

. "$PROJECT/scripts/lib/jdk.sh"
. "$PROJECT/scripts/lib/maven.sh"

bench_jmh() {
    find_jdk
    run_maven --quiet -pl tests -am -DskipTests package
    exec "$JDK/bin/java" \
        --module-path "$PROJECT/tests/target/modules" --add-modules ALL-MODULE-PATH,jdk.incubator.vector \
        --enable-native-access=ALL-UNNAMED,org.graalvm.truffle,tdsl.tensor,org.bytedeco.javacpp \
        --sun-misc-unsafe-memory-access=allow \
        -cp "$PROJECT/tests/target/test-classes:$(cat "$PROJECT/tests/target/jmh.classpath")" org.openjdk.jmh.Main "$@"
}
