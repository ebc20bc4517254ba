package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.source.SourceSection;

/// Something worth knowing about a part of the source, shown under it: `w: f32[32, 10], made at model.tdsl:3:9`.
public record Label(SourceSection section, String text) {}
