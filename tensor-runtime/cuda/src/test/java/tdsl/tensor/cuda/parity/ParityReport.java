package tdsl.tensor.cuda.parity;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Device;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.ops.OpIndex;

/// Compares all ops of the table on a GPU host that has no build tools: prints what differs.
///
/// Arguments: names of ops; all by default.
public final class ParityReport {
    private static final Device DEVICE = Device.cuda(0);

    private ParityReport() {}

    public static void main(String[] names) {
        List<String> missing = new ArrayList<>();
        int compared = 0;
        int differing = 0;
        for (Op op : OpIndex.all()) {
            if (op.samples().isEmpty() || names.length > 0 && !List.of(names).contains(op.name())) {
                continue;
            }
            long start = System.nanoTime();
            List<String> differences = differences(op);
            compared++;
            if (differences.stream().anyMatch(text -> text.contains("has no kernel for cuda"))) {
                String text = differences.stream()
                        .filter(line -> line.contains("has no kernel for cuda"))
                        .findFirst()
                        .orElseThrow();
                missing.add(op.name() + text.replaceAll(".*?(\\w+) has no kernel for cuda.*", " ($1)"));
            } else if (!differences.isEmpty()) {
                differing++;
                System.out.println(op.name() + ": " + differences.size() + " differences");
                differences.stream()
                        .limit(3)
                        .forEach(text -> System.out.println(
                                "    " + text.lines().findFirst().orElse("")));
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            if (millis > 2000) {
                System.out.println(op.name() + " took " + millis + " ms");
            }
        }
        if (names.length == 0) {
            LargeTensors.differences(DEVICE).forEach(System.out::println);
        }
        System.out.printf("%d ops compared: %d differ, %d lack a kernel%n", compared, differing, missing.size());
        missing.forEach(name -> System.out.println("    lacks: " + name));
        differing += names.length == 0 ? differingCases() : 0;
        System.exit(differing + missing.size() > 0 ? 1 : 0);
    }

    private static int differingCases() {
        List<StructuredCases.Case> cases = StructuredCases.all();
        int differing = 0;
        for (StructuredCases.Case one : cases) {
            String difference = one.difference(DEVICE);
            if (difference != null) {
                differing++;
                System.out.println(one + ": " + difference.lines().findFirst().orElse(""));
            }
        }
        System.out.printf("%d larger cases compared: %d differ%n", cases.size(), differing);
        return differing;
    }

    private static List<String> differences(Op op) {
        List<String> differences = new ArrayList<>();
        try {
            differences.addAll(OpParity.differences(op, DEVICE));
            DeviceRuntimes.synchronize(DEVICE);
        } catch (RuntimeException error) {
            differences.add("ended with " + error);
            if (error instanceof TensorException failure && failure.hint().isPresent()) {
                DeviceRuntimes.of(DEVICE).reopen(DEVICE);
            }
        }
        return differences;
    }
}
