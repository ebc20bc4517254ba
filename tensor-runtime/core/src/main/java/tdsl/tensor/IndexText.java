package tdsl.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tdsl.tensor.error.IndexException;

/// Index expressions as text, the way the language and NumPy write them: `1:3, ..., ::-1, newaxis, -1`.
final class IndexText {
    private static final String INTEGER = "\\s*([+-]?\\d{1,18})?\\s*";
    private static final Pattern SLICE = Pattern.compile(INTEGER + ":" + INTEGER + "(?::" + INTEGER + ")?");
    private static final Pattern POSITION = Pattern.compile("[+-]?\\d{1,18}");

    private IndexText() {}

    /// @throws IndexException naming the item that cannot be read
    static List<IndexItem> parse(String text) {
        List<IndexItem> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            items.add(item(item.strip(), text));
        }
        return items;
    }

    private static IndexItem item(String item, String text) {
        switch (item) {
            case "..." -> {
                return new IndexItem.Ellipsis();
            }
            case "newaxis", "none", "None" -> {
                return new IndexItem.NewAxis();
            }
            default -> {
                Matcher slice = SLICE.matcher(item);
                if (slice.matches()) {
                    return new IndexItem.Slice(bound(slice, 1), bound(slice, 2), bound(slice, 3));
                }
                if (POSITION.matcher(item).matches()) {
                    return new IndexItem.At(Long.parseLong(item));
                }
                throw new IndexException("slice: cannot read '%s' in the index '%s'", item, text)
                        .withHint("items are integers, start:stop:step, ... and newaxis, as in \"1:3, ..., ::-1\"");
            }
        }
    }

    private static Long bound(Matcher slice, int group) {
        return slice.group(group) == null ? null : Long.valueOf(slice.group(group));
    }
}
