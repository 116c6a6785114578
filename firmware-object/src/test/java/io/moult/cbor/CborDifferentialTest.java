package io.moult.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import io.moult.bytes.Bytes;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.testing.ManifestGenerator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our reader against com.upokecenter:cbor on generated input. Ours is the stricter: whatever it takes the other takes
 * too, with the same value; what is encoded deterministically by either is taken by both. Replay: the seed is in the
 * failure's message.
 */
class CborDifferentialTest {
    private static final long SEED = 20261120L;
    private static final int CASES = 4000;

    @Test
    void items_encodedByUs_areTheSameToBoth() {
        for (int i = 0; i < CASES; i++) {
            long seed = SEED + i;
            CborItem item = new Generator(seed).item(4);
            Bytes encoded = new CborWriter().item(item).toBytes();

            CBORObject theirs = CBORObject.DecodeFromBytes(encoded.toArray());

            assertThat(describe(read(encoded))).as("seed %d", seed).isEqualTo(describe(theirs));
            assertThat(new CborWriter().item(read(encoded)).toBytes())
                    .as("seed %d", seed)
                    .isEqualTo(encoded);
        }
    }

    @Test
    void items_mutated_areNeverTakenByUsAlone() {
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < CASES * 4; i++) {
            long seed = SEED + i;
            Generator generator = new Generator(seed);
            byte[] octets = new CborWriter().item(generator.item(4)).toBytes().toArray();
            generator.mutate(octets);
            CborItem ours;
            try {
                ours = CborReader.readDocument(Bytes.copyOf(octets), DecoderLimits.DEFAULT);
                taken++;
            } catch (CborException e) {
                refused++;
                continue;
            }
            try {
                CBORObject theirs = CBORObject.DecodeFromBytes(octets);
                assertThat(describe(ours)).as("seed %d", seed).isEqualTo(describe(theirs));
            } catch (CBORException e) {
                throw new AssertionError(
                        "seed " + seed + ": only we take "
                                + Bytes.copyOf(octets).hex(),
                        e);
            }
        }
        assertThat(taken).isGreaterThan(CASES / 4);
        assertThat(refused).isGreaterThan(CASES / 4);
    }

    /** What the other library takes and we do not, we refuse for one of the reasons that are our own. */
    @Test
    void items_thatOnlyTheOtherTakes_areRefusedForAReasonOfOurs() {
        Map<String, Integer> reasons = new TreeMap<>();
        for (int i = 0; i < CASES * 4; i++) {
            long seed = SEED + i;
            Generator generator = new Generator(seed);
            byte[] octets = new CborWriter().item(generator.item(4)).toBytes().toArray();
            generator.mutate(octets);
            countIfOnlyTheOtherTakesIt(octets, "seed " + seed, reasons);
        }
        for (String indefinite : List.of("9f01ff", "bf0102ff", "5f4101ff", "7f6161ff")) {
            countIfOnlyTheOtherTakesIt(Bytes.ofHex(indefinite).toArray(), indefinite, reasons);
        }
        assertThat(reasons.keySet()).containsExactlyElementsOf(OUR_REASONS);
    }

    /** The same for manifests, which are what we read. */
    @Test
    void manifests_mutated_areTakenByUsOnlyIfTheOtherTakesThem() {
        Map<String, Integer> reasons = new TreeMap<>();
        int taken = 0;
        for (int i = 0; i < CASES; i++) {
            long seed = SEED + i;
            byte[] octets = ManifestEncoder.encode(new ManifestGenerator(seed).manifest())
                    .toArray();
            assertThat(describe(read(Bytes.copyOf(octets))))
                    .as("seed %d", seed)
                    .isEqualTo(describe(CBORObject.DecodeFromBytes(octets)));
            new Generator(seed).mutate(octets);
            taken += countIfOnlyTheOtherTakesIt(octets, "seed " + seed, reasons) ? 1 : 0;
        }
        assertThat(OUR_REASONS).containsAll(reasons.keySet());
        assertThat(taken).isGreaterThan(CASES / 10);
    }

    private static final List<String> OUR_REASONS = List.of(
            "a floating-point or unassigned simple value", "a number not in its shortest form", "an indefinite length");

    /** Whether we take it, and then the other does so with the same value. */
    private static boolean countIfOnlyTheOtherTakesIt(byte[] octets, String which, Map<String, Integer> reasons) {
        CBORObject theirs;
        try {
            theirs = CBORObject.DecodeFromBytes(octets);
        } catch (CBORException e) {
            theirs = null;
        }
        try {
            CborItem ours = CborReader.readDocument(Bytes.copyOf(octets), DecoderLimits.DEFAULT);
            assertThat(theirs).as("%s: only we take it", which).isNotNull();
            assertThat(describe(ours)).as(which).isEqualTo(describe(Objects.requireNonNull(theirs)));
            return true;
        } catch (CborException e) {
            if (theirs != null) {
                reasons.merge(e.detail().replaceAll(" at octet.*", ""), 1, Integer::sum);
            }
            return false;
        }
    }

    private static CborItem read(Bytes encoded) {
        try {
            return CborReader.readDocument(encoded, DecoderLimits.DEFAULT);
        } catch (CborException e) {
            throw new AssertionError(encoded.hex() + ": " + e.detail(), e);
        }
    }

    /** A value that is equal for equal items of either library. */
    private static Object describe(CborItem item) {
        if (item instanceof CborItem.Unsigned number) {
            return unsigned(number.value());
        } else if (item instanceof CborItem.Negative number) {
            return BigInteger.valueOf(-1).subtract(unsigned(number.n()));
        } else if (item instanceof CborItem.ByteString string) {
            return string.content();
        } else if (item instanceof CborItem.Text text) {
            return text.value();
        } else if (item instanceof CborItem.Array array) {
            return array.items().stream().map(CborDifferentialTest::describe).toList();
        } else if (item instanceof CborItem.Mapping map) {
            Map<Object, Object> described = new LinkedHashMap<>();
            map.pairs().forEach(pair -> described.put(describe(pair.key()), describe(pair.value())));
            return described;
        } else if (item instanceof CborItem.Tagged tagged) {
            return List.of("tag", unsigned(tagged.tag()), describe(tagged.item()));
        }
        return "simple " + ((CborItem.Simple) item).value();
    }

    private static Object describe(CBORObject item) {
        if (item.isTagged()) {
            BigInteger tag = new BigInteger(item.getMostOuterTag().toString());
            return List.of("tag", tag, describe(item.UntagOne()));
        }
        CBORType type = item.getType();
        return switch (type) {
            case Integer ->
                new BigInteger(
                        item.ToObject(com.upokecenter.numbers.EInteger.class).toString());
            case ByteString -> Bytes.copyOf(item.GetByteString());
            case TextString -> item.AsString();
            case Array -> {
                List<Object> described = new ArrayList<>();
                for (CBORObject element : item.getValues()) {
                    described.add(describe(element));
                }
                yield described;
            }
            case Map -> {
                Map<Object, Object> described = new LinkedHashMap<>();
                for (CBORObject key : item.getKeys()) {
                    described.put(describe(key), describe(item.get(key)));
                }
                yield described;
            }
            case Boolean -> "simple " + (item.AsBoolean() ? 21 : 20);
            case SimpleValue -> "simple " + item.getSimpleValue();
            case Number, FloatingPoint -> throw new AssertionError("not generated: " + type);
        };
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** Items and mutations from a seed. */
    private static final class Generator {
        private final Random random;

        Generator(long seed) {
            this.random = new Random(seed);
        }

        CborItem item(int depth) {
            int kind = random.nextInt(depth > 0 ? 8 : 5);
            return switch (kind) {
                case 0 -> new CborItem.Unsigned(number());
                case 1 -> new CborItem.Negative(number());
                case 2 -> new CborItem.ByteString(octets());
                case 3 -> new CborItem.Text(text());
                case 4 -> new CborItem.Simple(20 + random.nextInt(4));
                case 5 -> new CborItem.Array(items(depth - 1));
                case 6 -> map(depth - 1);
                // numbers whose tags mean nothing to the other library: it reads bignums, dates and so on as values
                default -> new CborItem.Tagged(100_000 + random.nextInt(1000), item(depth - 1));
            };
        }

        private long number() {
            return random.nextLong() >>> random.nextInt(64);
        }

        private Bytes octets() {
            byte[] octets = new byte[random.nextInt(30)];
            random.nextBytes(octets);
            return Bytes.wrap(octets);
        }

        private String text() {
            return random.ints(random.nextInt(30), 0x20, 0x2fff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private List<CborItem> items(int depth) {
            List<CborItem> items = new ArrayList<>();
            int count = random.nextInt(5);
            for (int i = 0; i < count; i++) {
                items.add(item(depth));
            }
            return items;
        }

        private CborItem map(int depth) {
            Map<CborItem, CborItem> pairs = new LinkedHashMap<>();
            int count = random.nextInt(5);
            for (int i = 0; i < count; i++) {
                pairs.put(item(0), item(depth));
            }
            return new CborItem.Mapping(pairs.entrySet().stream()
                    .map(pair -> new CborItem.Pair(pair.getKey(), pair.getValue()))
                    .toList());
        }

        void mutate(byte[] octets) {
            int flips = 1 + random.nextInt(3);
            for (int i = 0; i < flips; i++) {
                int at = random.nextInt(octets.length);
                octets[at] = (byte) (random.nextBoolean() ? octets[at] ^ (1 << random.nextInt(8)) : random.nextInt());
            }
        }
    }
}
