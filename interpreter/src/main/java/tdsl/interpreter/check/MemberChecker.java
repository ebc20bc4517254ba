package tdsl.interpreter.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Subscript;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.builtins.members.MissingMembers;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.ops.OpIndex;

/// Checks `value.name` and `value[…]`.
final class MemberChecker {
    /// Positions in a program are small numbers; an example size says nothing about larger ones.
    private static final long LARGEST_POSITION = 20;

    private final Analysis analysis;
    private final ExpressionChecker expressions;
    private final LibraryCalls library;

    MemberChecker(Analysis analysis, ExpressionChecker expressions, LibraryCalls library) {
        this.analysis = analysis;
        this.expressions = expressions;
        this.library = library;
    }

    Abstract attribute(Expression.Attribute attribute) {
        String name = attribute.name().text();
        return switch (expressions.check(attribute.value())) {
            case Abstract.Module module -> moduleMember(attribute, module, name);
            case Abstract.Shaped shaped -> tensorMember(attribute, shaped, name);
            default -> Abstract.UNKNOWN;
        };
    }

    private Abstract moduleMember(Expression.Attribute attribute, Abstract.Module module, String name) {
        Abstract member = module.members().get(name);
        if (member == null) {
            Optional<String> hint = MissingMembers.hintOfModule(name);
            String suggestion =
                    hint.isPresent() ? "" : Suggestion.of(name, module.members().keySet());
            String message = "the module %s has no member %s%s".formatted(module.name(), name, suggestion);
            analysis.report(ErrorKind.NAME, attribute.name().span(), message, hint);
            return Abstract.UNKNOWN;
        }
        return member;
    }

    private Abstract tensorMember(Expression.Attribute attribute, Abstract.Shaped shaped, String name) {
        return switch (name) {
            case "shape" ->
                new Abstract.Sequence(shaped.shape().stream()
                        .<Abstract>map(Abstract.Plain::new)
                        .toList());
            case "ndim" -> new Abstract.Plain((long) shaped.shape().size());
            case "dtype" -> new Abstract.Plain(shaped.dtype());
            case "T" -> new Abstract.Shaped(shaped.dtype(), shaped.shape().reversed());
            case "mT" ->
                library.callOp(
                        attribute.span(),
                        OpIndex.find("transpose"),
                        List.of(shaped, new Abstract.Plain(-2L), new Abstract.Plain(-1L)),
                        Map.of(),
                        List.of(analysis.label(attribute.value(), shaped)));
            default -> method(attribute, shaped, name);
        };
    }

    private Abstract method(Expression.Attribute attribute, Abstract.Shaped shaped, String name) {
        if (Members.tensorOp(name) != null) {
            return new Abstract.Library(OpFunction.find(name), Optional.of(shaped));
        }
        var names = Members.names(Tensor.weakScalar(0L));
        if (!names.contains(name)) {
            Optional<String> hint = MissingMembers.hintOfTensor(name);
            String message = "a tensor has no member " + name + (hint.isPresent() ? "" : Suggestion.of(name, names));
            analysis.report(ErrorKind.NAME, attribute.name().span(), message, hint);
        }
        return Abstract.UNKNOWN;
    }

    Abstract index(Expression.Index index) {
        Abstract value = expressions.check(index.value());
        List<Optional<IndexItem>> items =
                index.subscripts().stream().map(this::item).toList();
        if (value instanceof Abstract.Sequence(List<Abstract> elements) && items.size() == 1) {
            return items.getFirst().orElse(null) instanceof IndexItem.At(long at)
                            && at >= -elements.size()
                            && at < elements.size()
                    ? elements.get((int) (at < 0 ? at + elements.size() : at))
                    : Abstract.UNKNOWN;
        }
        if (!(value instanceof Abstract.Shaped shaped) || items.stream().anyMatch(Optional::isEmpty)) {
            return Abstract.UNKNOWN;
        }
        Optional<Tensor> example = library.tensor(shaped);
        try {
            List<IndexItem> known = items.stream().map(Optional::get).toList();
            return example.<Abstract>map(tensor -> LibraryCalls.shaped(tensor.index(known)))
                    .orElse(Abstract.UNKNOWN);
        } catch (TensorException failure) {
            library.report(index.span(), failure, List.of(analysis.label(index.value(), shaped)));
            return Abstract.UNKNOWN;
        }
    }

    /// A subscript, if its value is known.
    private Optional<IndexItem> item(Subscript subscript) {
        return switch (subscript) {
            case Subscript.Ellipsis _ -> Optional.of(new IndexItem.Ellipsis());
            case Subscript.Slice slice -> slice(slice);
            case Subscript.At at -> position(expressions.check(at.value()));
        };
    }

    private Optional<IndexItem> position(Abstract value) {
        return switch (value) {
            case Abstract.Plain(None _) -> Optional.of(new IndexItem.NewAxis());
            case Abstract.Plain(Long at) when Math.abs(at) <= LARGEST_POSITION -> Optional.of(new IndexItem.At(at));
            case Abstract.Shaped shaped
            when shaped.dtype().isIntegral() -> library.tensor(shaped).map(IndexItem.By::new);
            default -> Optional.empty();
        };
    }

    private Optional<IndexItem> slice(Subscript.Slice slice) {
        List<Long> parts = new ArrayList<>();
        for (var part : List.of(slice.start(), slice.stop(), slice.step())) {
            Abstract value = part.map(expressions::check).orElse(new Abstract.Plain(None.VALUE));
            switch (value) {
                case Abstract.Plain(None _) -> parts.add(null);
                case Abstract.Plain(Long number) when Math.abs(number) <= LARGEST_POSITION -> parts.add(number);
                default -> {
                    return Optional.empty();
                }
            }
        }
        boolean isStill = parts.get(2) != null && parts.get(2) == 0;
        return isStill ? Optional.empty() : Optional.of(new IndexItem.Slice(parts.get(0), parts.get(1), parts.get(2)));
    }
}
