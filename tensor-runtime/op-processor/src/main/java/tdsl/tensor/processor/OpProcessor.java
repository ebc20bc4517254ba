package tdsl.tensor.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/// Collects the rows of the op table and writes everything that follows from them.
@SupportedAnnotationTypes(OpProcessor.ANNOTATION)
public final class OpProcessor extends AbstractProcessor {
    static final String ANNOTATION = "tdsl.tensor.ops.TensorOp";
    private static final String PACKAGE = "tdsl.tensor.ops";

    private final Map<String, Row> rows = new HashMap<>();
    private final List<Element> origins = new ArrayList<>();
    private boolean written;

    public OpProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                addRow(element);
            }
        }
        if (!written && !rows.isEmpty()) {
            written = true;
            write();
        }
        return true;
    }

    private void addRow(Element row) {
        boolean isRow = row instanceof ExecutableElement method
                && method.getParameters().isEmpty()
                && row.getModifiers().contains(Modifier.STATIC);
        if (!isRow) {
            error(row, "a row of the op table is a static method without parameters");
            return;
        }
        String documentation = processingEnv.getElementUtils().getDocComment(row);
        if (documentation == null || documentation.isBlank()) {
            error(row, "a row of the op table needs a documentation comment");
            return;
        }
        try {
            SignatureParser.Parsed parsed =
                    SignatureParser.parse(annotationValue(row, "value", "").toString());
            boolean inPlace = (Boolean) annotationValue(row, "inPlace", false);
            Element holder = row.getEnclosingElement();
            Row declared = new Row(
                    holder + "." + row.getSimpleName() + "()",
                    holder.getSimpleName().toString(),
                    sectionDocumentation(holder),
                    parsed.name(),
                    parsed.parameters(),
                    parsed.result(),
                    inPlace,
                    (Boolean) annotationValue(row, "internal", false),
                    documentation.strip());
            check(row, declared);
            origins.add(row);
        } catch (SignatureParser.BadSignature bad) {
            error(row, bad.getMessage());
        }
    }

    private String sectionDocumentation(Element holder) {
        String documentation = processingEnv.getElementUtils().getDocComment(holder);
        if (documentation == null || documentation.isBlank()) {
            error(holder, "a class with rows of the op table needs a documentation comment");
            return "";
        }
        return documentation.strip();
    }

    private void check(Element element, Row row) {
        Row earlier = rows.putIfAbsent(row.name(), row);
        if (earlier != null) {
            error(element, "the op '" + row.name() + "' is declared already, by " + earlier.declaration());
        }
        if (row.inPlace() && !(row.hasReceiver() && row.result().equals("Tensor"))) {
            error(element, "an op with an in-place variant takes a tensor first and returns one");
        }
    }

    private static Object annotationValue(Element element, String name, Object absent) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (!mirror.getAnnotationType().toString().equals(ANNOTATION)) {
                continue;
            }
            for (var entry : mirror.getElementValues().entrySet()) {
                AnnotationValue value = entry.getValue();
                if (entry.getKey().getSimpleName().contentEquals(name)) {
                    return value.getValue();
                }
            }
        }
        return absent;
    }

    private void write() {
        List<Row> sorted =
                rows.values().stream().sorted(Comparator.comparing(Row::name)).toList();
        writeSource("OpIndex", IndexWriter.source(PACKAGE, sorted));
        writeSource("FluentOps", MethodsWriter.fluent(PACKAGE, sorted));
        writeSource("Tensors", MethodsWriter.functions(PACKAGE, sorted));
        List<Row> shown = sorted.stream().filter(row -> !row.internal()).toList();
        writeResource("META-INF/tdsl/ops.md", DocumentationWriter.reference(shown));
    }

    private void writeSource(String name, String source) {
        try (Writer writer = processingEnv
                .getFiler()
                .createSourceFile(PACKAGE + "." + name, origins.toArray(Element[]::new))
                .openWriter()) {
            writer.write(source);
        } catch (IOException failure) {
            error(null, "cannot write " + name + ": " + failure.getMessage());
        }
    }

    private void writeResource(String path, String content) {
        try (Writer writer = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", path, origins.toArray(Element[]::new))
                .openWriter()) {
            writer.write(content);
        } catch (IOException failure) {
            error(null, "cannot write " + path + ": " + failure.getMessage());
        }
    }

    private void error(Element element, String message) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
    }
}
