package tdsl.interpreter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.graalvm.polyglot.Source;
import tdsl.interpreter.cli.session.Session;

/// Reads the text of scripts.
final class ScriptFile {
    private ScriptFile() {}

    static Source read(String name) throws UnreadableScriptException {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new UnreadableScriptException(name, "it is a folder");
            }
            String text = decode(name, Files.readAllBytes(path));
            return Source.newBuilder(Session.LANGUAGE, path.toFile())
                    .name(name)
                    .content(text)
                    .build();
        } catch (NoSuchFileException e) {
            throw new UnreadableScriptException(name, "there is no such file");
        } catch (IOException e) {
            throw new UnreadableScriptException(name, e.getMessage());
        }
    }

    static Source readStandardInput(InputStream input) throws UnreadableScriptException {
        String name = "<stdin>";
        try {
            return source(name, decode(name, input.readAllBytes()));
        } catch (IOException e) {
            throw new UnreadableScriptException(name, e.getMessage());
        }
    }

    /// A script that is not in a file.
    static Source source(String name, String text) {
        return Source.newBuilder(Session.LANGUAGE, text, name).buildLiteral();
    }

    private static String decode(String name, byte[] bytes) throws UnreadableScriptException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableScriptException(name, "it is not UTF-8 text");
        }
    }
}
