package tdsl.tests;

import java.nio.file.Path;

/// Where the project's files are.
public final class Project {
    private Project() {}

    /// A file or folder, given from the project's top.
    public static Path path(String relative) {
        return Path.of(System.getProperty("tdsl.project")).resolve(relative);
    }
}
