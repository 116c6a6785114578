package io.moult.fuzz;

import static io.moult.fuzz.FuzzTarget.require;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DecryptionKey;
import io.moult.cose.DecryptionStart;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.PayloadDecryption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Octets that claim to say how a payload is encrypted, to a device that has keys. */
final class EncryptionTargets {
    private static final List<DecryptionKey> SHARED = keys(FuzzKeys.keyEncryption());
    private static final List<DecryptionKey> AGREED = keys(FuzzKeys.agreement());
    private static final Bytes CIPHERTEXT = FuzzKeys.octets(40, 0x3c);

    private EncryptionTargets() {}

    /** To a device whose keys are shared with the sender: nothing slow happens. */
    static boolean keyWrap(Bytes input) {
        return decrypt(input, SHARED);
    }

    /** To a device with private keys, which multiplies points that a stranger has chosen. */
    static boolean keyAgreement(Bytes input) {
        return decrypt(input, AGREED);
    }

    /** In pieces and to the end: a tag, where there is one, is not that of some octets. */
    private static boolean decrypt(Bytes info, List<DecryptionKey> keys) {
        if (!(PayloadDecryption.begin(info, keys, DecoderLimits.DEFAULT) instanceof DecryptionStart.Ready ready)) {
            return false;
        }
        PayloadDecryption decryption = ready.decryption();
        int outBytes = decryption.update(CIPHERTEXT.slice(0, 7)).length()
                + decryption.update(CIPHERTEXT.slice(7, 40)).length();
        Optional<Bytes> rest = decryption.finish();
        require(rest.isPresent() != decryption.isAuthenticated(), "a tag that nobody made is good");
        require(decryption.isAuthenticated() || outBytes == CIPHERTEXT.length(), "octets lost in counter mode");
        return true;
    }

    private static List<DecryptionKey> keys(List<Bytes> coseKeys) {
        List<DecryptionKey> keys = new ArrayList<>();
        try {
            for (Bytes coseKey : coseKeys) {
                keys.add(KeyFiles.decryptionKey(coseKey));
            }
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
        return keys;
    }
}
