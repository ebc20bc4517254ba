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

    private void addRow(Element field) {
        if (!field.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL))) {
            error(field, "a row of the op table is a static final field");
            return;
        }
        String documentation = processingEnv.getElementUtils().getDocComment(field);
        if (documentation == null || documentation.isBlank()) {
            error(field, "a row of the op table needs a documentation comment");
            return;
        }
        try {
            SignatureParser.Parsed parsed =
                    SignatureParser.parse(annotationValue(field, "value", "").toString());
            boolean inPlace = (Boolean) annotationValue(field, "inPlace", false);
            String holder = field.getEnclosingElement().getSimpleName().toString();
            Row row = new Row(
                    holder + "." + field.getSimpleName(),
                    holder,
                    parsed.name(),
                    parsed.parameters(),
                    parsed.result(),
                    inPlace,
                    documentation.strip());
            check(field, row);
            origins.add(field);
        } catch (SignatureParser.BadSignature bad) {
            error(field, bad.getMessage());
        }
    }

    private void check(Element field, Row row) {
        Row earlier = rows.putIfAbsent(row.name(), row);
        if (earlier != null) {
            error(field, "the op '" + row.name() + "' is declared already, as " + earlier.field());
        }
        if (row.inPlace() && !(row.hasReceiver() && row.result().equals("Tensor"))) {
            error(field, "an op with an in-place variant takes a tensor first and returns one");
        }
        if (!field.getSimpleName().toString().equals(row.constant())) {
            error(field, "the constant of op '" + row.name() + "' must be called " + row.constant());
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
        writeResource("META-INF/tdsl/ops.md", DocumentationWriter.reference(sorted));
        writeResource("META-INF/tdsl/ops.pyi", DocumentationWriter.pythonStub(sorted));
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
