package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleTest {
    @TempDir
    Path folder;

    private Source file(String name, String code) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, code);
        return Source.newBuilder(TdslLanguage.ID, path.toFile()).build();
    }

    @Test
    void filesAreImportedRelativeToTheImporterAndRunOnce() throws IOException {
        file("lib/inner.tdsl", "print(\"inner runs\")\nlet value = 1");
        file("lib/outer.tdsl", "import \"inner.tdsl\" as inner\nfn twice() = 2 * inner.value\nlet _hidden = 3");
        Source main = file("main.tdsl", """
                import "lib/outer.tdsl" as outer
                from "lib/inner.tdsl" import value as v
                print(outer.twice(), v, outer)
                """);
        try (Scripts scripts = new Scripts()) {
            scripts.context().eval(main);
            assertEquals("inner runs\n2 1 <module lib/outer.tdsl>", scripts.printed());
        }
    }

    @Test
    void namesThatBeginWithAnUnderscoreArePrivate() throws IOException {
        file("m.tdsl", "let _hidden = 1");
        String path = folder.resolve("m.tdsl").toString();
        assertTrue(Scripts.fail("from \"" + path + "\" import _hidden").startsWith("ImportError: the module"));
        assertTrue(Scripts.fail("import \"" + path + "\" as m; m._hidden").startsWith("NameError: the module"));
    }

    @Test
    void modulesDoNotSeeTheVariablesOfTheirImporter() throws IOException {
        file("m.tdsl", "print(secret)");
        String path = folder.resolve("m.tdsl").toString();
        assertTrue(Scripts.fail("let secret = 1\nimport \"" + path + "\" as m")
                .startsWith("NameError: unknown name secret"));
    }

    @Test
    void cyclesAreShown() throws IOException {
        file("b.tdsl", "import \"a.tdsl\" as a");
        Source main = file("a.tdsl", "import \"b.tdsl\" as b");
        try (Scripts scripts = new Scripts()) {
            String failure = scripts.failure(main);
            assertTrue(
                    failure.startsWith("ImportError: modules import each other in a cycle: a.tdsl → b.tdsl → a.tdsl"));
        }
    }

    @Test
    void unknownModulesAreReportedWithTheNearestName() {
        assertTrue(
                Scripts.fail("import optmi").startsWith("ImportError: there is no module optmi; did you mean optim?"));
        assertTrue(Scripts.fail("import \"none.tdsl\" as m").startsWith("ImportError: there is no file none.tdsl"));
    }
}
