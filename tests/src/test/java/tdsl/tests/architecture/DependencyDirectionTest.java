package tdsl.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// The forbidden directions: nothing on the way from source text to storage points backwards.
class DependencyDirectionTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tdsl.grammar", "tdsl.tensor", "tdsl.interpreter");

    private static void forbid(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                // A backend that is not built yet breaks no rule; that the others are there is a test of its own.
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /// A rule about packages that are empty would hold whatever the code does.
    @Test
    void everyRuledPackageHasClasses() {
        String[] packages = {
            "tdsl.grammar",
            "tdsl.grammar.ast",
            "tdsl.tensor",
            "tdsl.tensor.ops",
            "tdsl.tensor.dispatch",
            "tdsl.tensor.cpu",
            "tdsl.tensor.cuda",
            "tdsl.tensor.autograd",
            "tdsl.interpreter.nodes",
            "tdsl.interpreter.translate"
        };
        for (String name : packages) {
            assertTrue(CLASSES.containPackage(name), name);
        }
    }

    @Test
    void grammarKnowsNeitherTruffleNorTensors() {
        forbid("tdsl.grammar..", "com.oracle.truffle..", "org.graalvm..", "tdsl.tensor..", "tdsl.interpreter..");
    }

    @Test
    void tensorsKnowNeitherGrammarNorTruffle() {
        forbid("tdsl.tensor..", "tdsl.grammar..", "tdsl.interpreter..", "com.oracle.truffle..", "org.graalvm..");
    }

    @Test
    void onlyTheDriverPackageKnowsJCuda() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tdsl.tensor.cuda.driver..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jcuda..")
                .check(CLASSES);
    }

    @Test
    void opsAndDispatchKnowNoBackend() {
        forbid("tdsl.tensor.ops..", "tdsl.tensor.cpu..", "tdsl.tensor.cuda..", "tdsl.tensor.autograd..");
        forbid("tdsl.tensor.dispatch..", "tdsl.tensor.cpu..", "tdsl.tensor.cuda..", "tdsl.tensor.autograd..");
    }

    @Test
    void backendsDoNotKnowEachOther() {
        forbid("tdsl.tensor.cpu..", "tdsl.tensor.cuda..", "tdsl.tensor.autograd..");
        forbid("tdsl.tensor.cuda..", "tdsl.tensor.cpu..", "tdsl.tensor.autograd..");
        forbid("tdsl.tensor.autograd..", "tdsl.tensor.cpu..", "tdsl.tensor.cuda..");
    }

    @Test
    void nodesKnowNeitherTheParserNorTheSyntaxTree() {
        forbid("tdsl.interpreter.nodes..", "org.antlr..", "tdsl.grammar..");
    }

    @Test
    void theInterpreterKnowsNoBackend() {
        forbid("tdsl.interpreter..", "tdsl.tensor.cpu..", "tdsl.tensor.cuda..", "jcuda..");
    }

    /// What scripts may reach is for the embedder to say, whom only the engine asks. The command line and its session
    /// are
    /// an embedder themselves.
    @Test
    void theLanguageReachesTheOutsideThroughTheEngineAlone() {
        noClasses()
                .that()
                .resideInAPackage("tdsl.interpreter..")
                .and()
                .resideOutsideOfPackages("tdsl.interpreter.cli..", "tdsl.interpreter.repl..")
                // To map a file it must find the file of the machine behind the one that the engine has let it see.
                .and()
                .doNotHaveFullyQualifiedName("tdsl.interpreter.builtins.files.TensorFiles")
                .should()
                .dependOnClassesThat(type(Files.class)
                        .or(type(File.class))
                        .or(type(FileChannel.class))
                        .or(type(FileInputStream.class))
                        .or(type(FileOutputStream.class))
                        .or(type(RandomAccessFile.class))
                        .or(type(ProcessBuilder.class))
                        .or(type(Process.class))
                        .or(type(Runtime.class))
                        .or(resideInAnyPackage("java.net..", "javax.net..")))
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .check(CLASSES);
    }
}
