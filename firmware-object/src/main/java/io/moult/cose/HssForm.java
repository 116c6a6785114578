package io.moult.cose;

import io.moult.bytes.Bytes;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSigParameters;

/** The form of HSS public keys and signatures (RFC 8554 section 6): that all is there, of known types, and no more. */
final class HssForm {
    private static final int MOST_LEVELS = 8;
    /** The identifier of a tree. */
    private static final int IDENTIFIER_BYTES = 16;

    private final Bytes octets;
    private int at;

    private HssForm(Bytes octets) {
        this.octets = octets;
    }

    static boolean isPublicKey(Bytes octets) {
        HssForm form = new HssForm(octets);
        int levels = form.number();
        return levels >= 1 && levels <= MOST_LEVELS && form.skipTreeKey() && form.isAtEnd();
    }

    static boolean isSignature(Bytes octets, int levels) {
        HssForm form = new HssForm(octets);
        if (form.number() != levels - 1) {
            return false;
        }
        for (int level = 1; level < levels; level++) {
            if (!form.skipTreeSignature() || !form.skipTreeKey()) {
                return false;
            }
        }
        return form.skipTreeSignature() && form.isAtEnd();
    }

    /** type, one-time type, identifier, root. */
    private boolean skipTreeKey() {
        LMSigParameters tree = LMSigParameters.getParametersForType(number());
        LMOtsParameters oneTime = LMOtsParameters.getParametersForType(number());
        return tree != null && oneTime != null && skip(IDENTIFIER_BYTES + tree.getM());
    }

    /** place, one-time signature (type, randomiser, chains), type, path. */
    private boolean skipTreeSignature() {
        int place = number();
        LMOtsParameters oneTime = LMOtsParameters.getParametersForType(number());
        if (oneTime == null || !skip(oneTime.getN() * (oneTime.getP() + 1))) {
            return false;
        }
        LMSigParameters tree = LMSigParameters.getParametersForType(number());
        return tree != null && place >= 0 && place < 1 << tree.getH() && skip(tree.getM() * tree.getH());
    }

    /** The next number; -1, which is none of ours, past the end. */
    private int number() {
        if (!skip(Integer.BYTES)) {
            return -1;
        }
        return octets.slice(at - Integer.BYTES, at).asByteBuffer().getInt();
    }

    private boolean skip(int count) {
        if (count > octets.length() - at) {
            return false;
        }
        at += count;
        return true;
    }

    private boolean isAtEnd() {
        return at == octets.length();
    }
}
