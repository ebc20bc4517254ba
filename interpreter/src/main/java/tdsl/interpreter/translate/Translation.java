package tdsl.interpreter.translate;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.nodes.ScriptNode;
import tdsl.interpreter.nodes.access.MemberNameNode;
import tdsl.interpreter.translate.names.Resolution;

/// What all parts of the translation of one source share.
record Translation(TruffleLanguage<?> language, Source source, Resolution resolution) {
    /// Says where a node comes from; returns the node.
    static <N extends ScriptNode> N at(N node, Span span) {
        node.setSource(span.start(), span.length());
        return node;
    }

    static MemberNameNode memberName(Identifier name) {
        return at(new MemberNameNode(name.text()), name.span());
    }

    SourceSection section(Span span) {
        return source.createSection(span.start(), span.length());
    }

    String text(Span span) {
        return span.textIn(source.getCharacters());
    }
}
