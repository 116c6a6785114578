package io.moult.suit.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code update}, {@code invoke} or {@code uninstall}. */
final class ProcedureName implements ITypeConverter<ManifestRun.Procedure> {
    @Override
    public ManifestRun.Procedure convert(String text) {
        return List.of(ManifestRun.Procedure.values()).stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("\"" + text + "\" is none of update, invoke and uninstall."));
    }
}
