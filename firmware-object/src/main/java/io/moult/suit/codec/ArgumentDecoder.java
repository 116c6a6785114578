package io.moult.suit.codec;

import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Directive;
import java.util.ArrayList;
import java.util.List;

/** The arguments of directives that speak of components by index. */
final class ArgumentDecoder {
    private final DecoderLimits limits;
    private final ParameterDecoder parameters;

    ArgumentDecoder(DecoderLimits limits, ParameterDecoder parameters) {
        this.limits = limits;
        this.parameters = parameters;
    }

    /** IndexArg: a number, true, or numbers (draft-ietf-suit-manifest-37 section 6.5). */
    ComponentSelection selection(CborItem argument) throws CborException {
        if (argument.equals(CborItem.Simple.TRUE)) {
            return new ComponentSelection.All();
        } else if (argument instanceof CborItem.Array array) {
            List<Integer> indexes = new ArrayList<>();
            for (CborItem item : array.items()) {
                indexes.add(index(item, "a component index"));
            }
            if (indexes.isEmpty()) {
                throw CborException.malformed("set-component-index of no component");
            }
            return new ComponentSelection.Several(indexes);
        }
        return new ComponentSelection.One(index(argument, "a component index"));
    }

    /** SUIT_Override_Mult_Arg, in the order received: its last component stays the current one. */
    List<Directive.OverrideMultiple.Entry> overrideMultiple(CborItem argument) throws CborException, DecodeException {
        List<Directive.OverrideMultiple.Entry> entries = new ArrayList<>();
        for (CborItem.Pair pair : argument.map("override-multiple").pairs()) {
            entries.add(new Directive.OverrideMultiple.Entry(
                    index(pair.key(), "a component of override-multiple"), parameters.decode(pair.value(), false)));
        }
        if (entries.isEmpty()) {
            throw CborException.malformed("override-multiple of no component");
        }
        return entries;
    }

    /** SUIT_Directive_Copy_Params. */
    List<Directive.CopyParams.Entry> copyParams(CborItem argument) throws CborException {
        List<Directive.CopyParams.Entry> entries = new ArrayList<>();
        for (CborItem.Pair pair : argument.map("copy-params").pairs()) {
            List<Long> codes = new ArrayList<>();
            for (CborItem code : pair.value().array("the parameters of copy-params")) {
                codes.add(code.integer("a parameter of copy-params"));
            }
            if (codes.isEmpty()) {
                throw CborException.malformed("copy-params of no parameter");
            }
            entries.add(new Directive.CopyParams.Entry(index(pair.key(), "a source of copy-params"), codes));
        }
        if (entries.isEmpty()) {
            throw CborException.malformed("copy-params from no component");
        }
        return entries;
    }

    /** An index that a list of components within the limits may have; whether it does, the rules of the manifest say. */
    int index(CborItem item, String what) throws CborException {
        long index = item.unsigned(what);
        if (index < 0 || index >= limits.of(Limit.COMPONENTS)) {
            throw CborException.malformed(what + " is " + Long.toUnsignedString(index) + ": there is none");
        }
        return (int) index;
    }
}
