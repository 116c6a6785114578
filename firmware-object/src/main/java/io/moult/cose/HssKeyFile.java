package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.generators.HSSKeyPairGenerator;
import org.bouncycastle.crypto.params.HSSKeyGenerationParameters;
import org.bouncycastle.crypto.params.HSSPrivateKeyParameters;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/**
 * An HSS private key in a file: a COSE_Key with its state under a text label. Each signature uses up one place of it for
 * ever, and a place used twice gives the key away. So for each signature, under a lock: the file is read, its place
 * compared with the {@link HssMarks}, the file written with the next place and forced to disk, then the mark, and only
 * then the signature returned. A copy of an earlier file is refused, here or anywhere that shares the marks.
 *
 * <p>Does not prove that no copy is used on another machine. One owner at a time; any number of processes.
 */
public final class HssKeyFile implements SigningKey {
    /** The label of the private state in the COSE_Key: ours alone. */
    static final String STATE = "moult-hss-state";

    private final Path file;
    private final HssMarks marks;
    private final Bytes publicKey;
    private final VerificationKey verificationKey;

    private HssKeyFile(Path file, HssMarks marks, HSSPrivateKeyParameters state) throws IOException {
        this.file = file;
        this.marks = marks;
        this.publicKey = Bytes.wrap(state.getPublicKey().getEncoded());
        this.verificationKey = HssLms.verificationKey(publicKey);
    }

    /** Whether a file's content is such a key, be it damaged. */
    public static boolean isOne(Bytes content) {
        try {
            return CborReader.readDocument(content, DecoderLimits.DEFAULT).map("the key").pairs().stream()
                    .anyMatch(pair -> pair.key().equals(new CborItem.Text(STATE)));
        } catch (CborException e) {
            return false;
        }
    }

    /** Opens a key that was made before. */
    public static HssKeyFile open(Path file, HssMarks marks) throws IOException {
        return new HssKeyFile(file, marks, read(file));
    }

    /**
     * Makes a key of so many signatures, 2 to the power of height times levels, in a new file.
     *
     * @param heights of the trees from the top, one a level; each 5, 10, 15, 20 or 25
     */
    public static HssKeyFile create(Path file, HssMarks marks, List<Integer> heights, SecureRandom random)
            throws IOException {
        LMSParameters[] levels = heights.stream()
                .map(height -> new LMSParameters(treeOf(height), LMOtsParameters.sha256_n32_w4))
                .toArray(LMSParameters[]::new);
        HSSKeyPairGenerator generator = new HSSKeyPairGenerator();
        generator.init(new HSSKeyGenerationParameters(levels, random));
        HSSPrivateKeyParameters state =
                (HSSPrivateKeyParameters) generator.generateKeyPair().getPrivate();
        HssKeyFile made = new HssKeyFile(file, marks, state);
        if (Files.exists(file)) {
            throw new KeyFileException("is there already");
        }
        return marks.whileLocked(made.publicKey, () -> {
            marks.raise(made.publicKey, state.getIndex());
            made.write(state);
            return made;
        });
    }

    private static LMSigParameters treeOf(int height) {
        return switch (height) {
            case 5 -> LMSigParameters.lms_sha256_n32_h5;
            case 10 -> LMSigParameters.lms_sha256_n32_h10;
            case 15 -> LMSigParameters.lms_sha256_n32_h15;
            case 20 -> LMSigParameters.lms_sha256_n32_h20;
            case 25 -> LMSigParameters.lms_sha256_n32_h25;
            default -> throw new IllegalArgumentException("no tree of height " + height);
        };
    }

    @Override
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** The public COSE_Key, for those who are to believe it. */
    public Bytes publicCoseKey() {
        return new CborWriter()
                .item(CoseKey.fields(
                        CoseKey.TYPE_HSS_LMS,
                        List.of(
                                CoseKey.part(3, CoseAlgorithm.HSS_LMS.number()),
                                CoseKey.part(CoseKey.ONLY_PART, publicKey))))
                .toBytes();
    }

    /** How many signatures are left in it. */
    public long remaining() throws IOException {
        return read(file).getUsagesRemaining();
    }

    @Override
    public Bytes sign(Bytes octets) throws IOException {
        return marks.whileLocked(publicKey, () -> {
            HSSPrivateKeyParameters state = read(file);
            marks.requireNotOlder(publicKey, state.getIndex());
            if (state.getUsagesRemaining() <= 0) {
                throw new KeyFileException("is used up: no signature is left in it");
            }
            HSSSigner signer = new HSSSigner();
            signer.init(true, state);
            Bytes signature = Bytes.wrap(signer.generateSignature(octets.toArray()));
            write(state);
            marks.raise(publicKey, state.getIndex());
            return signature;
        });
    }

    private static HSSPrivateKeyParameters read(Path file) throws IOException {
        Bytes content = KeyFiles.readSmallFile(file);
        try {
            CborItem.Mapping map =
                    CborReader.readDocument(content, DecoderLimits.DEFAULT).map("the key");
            CborItem wanted = new CborItem.Text(STATE);
            for (CborItem.Pair pair : map.pairs()) {
                if (pair.key().equals(wanted)) {
                    return HSSPrivateKeyParameters.getInstance(
                            pair.value().bytes("the state").toArray());
                }
            }
        } catch (CborException | IllegalArgumentException | IllegalStateException e) {
            throw new KeyFileException("is not an HSS key, or is damaged");
        }
        throw new KeyFileException("is not an HSS key");
    }

    /** Into a new file beside it, to disk, then in its place: at any moment there is one whole file. */
    private void write(HSSPrivateKeyParameters state) throws IOException {
        CborItem.Mapping publicPart = CoseKey.fields(
                CoseKey.TYPE_HSS_LMS,
                List.of(
                        CoseKey.part(3, CoseAlgorithm.HSS_LMS.number()),
                        CoseKey.part(CoseKey.ONLY_PART, publicKey),
                        new CborItem.Pair(
                                new CborItem.Text(STATE), new CborItem.ByteString(Bytes.wrap(state.getEncoded())))));
        DurableFile.replace(file, new CborWriter().item(publicPart).toBytes());
    }
}
