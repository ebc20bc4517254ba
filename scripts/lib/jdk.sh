# Finds the JDK that builds and runs TDSL. Sourced; works with bash 3.2 and later.

readonly REQUIRED_JDK=25

# Describes the JDK in folder $1, or fails if there is no complete JDK: JDK_VERSION is its feature version (25 for 25.0.3),
# JDK_MODULES its modules, JDK_NAME a name for exactly this release that can be part of a file name.
# Reads the JDK's own description instead of starting it: a start costs 50 ms.
read_jdk() {
    local key value vendor= release=
    JDK_VERSION= JDK_MODULES=
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        value=${value#\"}
        value=${value%\"}
        case $key in
        IMPLEMENTOR) vendor=$value ;;
        JAVA_RUNTIME_VERSION) release=$value ;;
        JAVA_VERSION) JDK_VERSION=${value%%[!0-9]*} ;;
        MODULES) JDK_MODULES=$value ;;
        esac
    done <"$1/release"
    JDK_NAME=$vendor-$release
    JDK_NAME=${JDK_NAME//[!A-Za-z0-9.+-]/_}
    [ -n "$JDK_VERSION" ]
}

# Prints the path that $1 leads to when every symbolic link is followed (`readlink -f` is missing on older macOS).
resolve_links() {
    local path=$1 target
    while [ -L "$path" ]; do
        target=$(readlink "$path")
        case $target in
        /*) path=$target ;;
        *) path=${path%/*}/$target ;;
        esac
    done
    printf '%s\n' "$path"
}

# Prints the JDK folder that the `java` of PATH belongs to.
jdk_of_path() {
    local java
    java=$(command -v java) || return 1
    java=$(resolve_links "$java")
    printf '%s\n' "${java%/bin/java}"
}

# Sets JDK to the first suitable folder among the arguments. The required version itself goes before newer ones: its
# optimizing compiler is the one that is tested.
choose_jdk() {
    local candidate newer=
    for candidate in "$@"; do
        read_jdk "$candidate" || continue
        if [ "$JDK_VERSION" -eq "$REQUIRED_JDK" ]; then
            JDK=$candidate
            return 0
        elif [ "$JDK_VERSION" -gt "$REQUIRED_JDK" ] && [ -z "$newer" ]; then
            newer=$candidate
        fi
    done
    JDK=$newer
    [ -n "$JDK" ] && read_jdk "$JDK"
}

# Sets JDK to a folder with JDK 25 or newer, and describes it: TDSL_JAVA (which must fit), JAVA_HOME, the PATH, then the usual places.
find_jdk() {
    local home
    if [ -n "${TDSL_JAVA:-}" ]; then
        home=$(resolve_links "${TDSL_JAVA%/}")
        home=${home%/bin/java}
        if ! read_jdk "$home" || [ "$JDK_VERSION" -lt "$REQUIRED_JDK" ]; then
            echo "tdsl: TDSL_JAVA is $TDSL_JAVA, which is ${JDK_VERSION:+JDK $JDK_VERSION, }not a JDK $REQUIRED_JDK or newer" >&2
            return 1
        fi
        JDK=$home
        return 0
    fi
    choose_jdk "${JAVA_HOME:-}" && return 0
    choose_jdk "$(jdk_of_path)" && return 0
    choose_jdk \
        /usr/lib/jvm/* \
        /usr/java/* \
        /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* \
        "${HOME:-}"/.jdks/* && return 0
    explain_missing_jdk >&2
    return 1
}

explain_missing_jdk() {
    cat <<END
tdsl: no JDK $REQUIRED_JDK or newer was found (looked at TDSL_JAVA, JAVA_HOME, the PATH, /usr/lib/jvm and ~/.sdkman).
      Install one, for example
        Debian, Ubuntu:  sudo apt-get install openjdk-$REQUIRED_JDK-jdk-headless
        Fedora:          sudo dnf install java-$REQUIRED_JDK-openjdk-devel
        macOS:           brew install --cask temurin@$REQUIRED_JDK
        anywhere:        https://adoptium.net/temurin/releases/?version=$REQUIRED_JDK
      or set TDSL_JAVA to the folder of one that you have.
END
}
