# Chooses the Maven that builds TDSL. Sourced, after find_jdk has set JDK.

# Runs Maven in the project folder $PROJECT: the installed one where it is recent enough, else the wrapper, which downloads it.
run_maven() {
    local maven=$PROJECT/scripts/lib/maven/mvnw
    if installed_maven_fits; then
        maven=mvn
    fi
    # Maven's own libraries use what JDK 25 warns of.
    local options="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
    (cd "$PROJECT" && JAVA_HOME=$JDK MAVEN_OPTS=$options "$maven" --batch-mode "$@")
}

# The plugins need Maven 3.8 or newer.
installed_maven_fits() {
    local version
    command -v mvn >/dev/null || return 1
    version=$(JAVA_HOME=$JDK mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p')
    case $version in
    3.8 | 3.9 | 3.[1-9][0-9] | [4-9].*) return 0 ;;
    *) return 1 ;;
    esac
}
