package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Version;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit lets its value through and refuses one more. */
class LimitsTest {
    private static final TestAuthor AUTHOR = new TestAuthor();

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RECIPIENTS", "CERTIFICATES"})
    void limit_reached_isTaken(Limit limit) {
        Optional<Refusal> refusal = refusal(limit, limit.defaultValue(), DecoderLimits.DEFAULT);

        assertThat(refusal).isEmpty();
    }

    /** Characters are those of Unicode, not halves of them. */
    @Test
    void uri_ofAsManyCharactersAsMayBe_isTakenWhateverCharactersTheyAre() throws Exception {
        String most = "\uD83D\uDE00".repeat(Limit.URI_CHARS.defaultValue());

        assertThat(Documents.uri(new CborItem.Text(most), "a URI", DecoderLimits.DEFAULT))
                .isEqualTo(most);
        assertThatThrownBy(() -> Documents.uri(new CborItem.Text(most + "x"), "a URI", DecoderLimits.DEFAULT))
                .isInstanceOf(CborException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RECIPIENTS", "CERTIFICATES"})
    void limit_exceededByOne_isRefused(Limit limit) {
        Optional<Refusal> refusal = refusal(limit, limit.defaultValue() + 1, DecoderLimits.DEFAULT);

        assertThat(refusal).isPresent();
        assertThat(refusal.get().reason())
                .isEqualTo(limit == Limit.HEAD_BYTES ? RefusalReason.ENVELOPE_TOO_LARGE : RefusalReason.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RECIPIENTS", "CERTIFICATES"})
    void limit_setByTheDevice_isTheOneThatHolds(Limit limit) {
        int tighter = limit.defaultValue() - 1;

        assertThat(refusal(limit, limit.defaultValue(), DecoderLimits.DEFAULT.with(limit, tighter)))
                .isPresent();
    }

    private static Optional<Refusal> refusal(Limit limit, int count, DecoderLimits limits) {
        return refusalOf(envelope(limit, count), limits);
    }

    private static Optional<Refusal> refusalOf(Bytes envelope, DecoderLimits limits) {
        HeadResult head = new EnvelopeReader(limits).readHead(envelope);
        return head.fold(
                more -> {
                    throw new AssertionError(more);
                },
                complete -> new ManifestDecoder(limits)
                        .decode(complete.envelope())
                        .fold(manifest -> Optional.<Refusal>empty(), Optional::of),
                refused -> Optional.of(refused.refusal()));
    }

    /** The sequence of the section is the first level. */
    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 5000})
    void sequencesWithinOneAnother_beyondTheNestingLimit_areRefused(int levels) {
        Bytes sequence = Bytes.ofHex("820302"); // image-match
        for (int level = 1; level < levels; level++) {
            sequence = new CborWriter().array(2).unsigned(32).bytes(sequence).toBytes(); // run-sequence
        }

        Optional<Refusal> refusal = refusalOf(withValidate(sequence), DecoderLimits.DEFAULT);

        assertThat(refusal.map(Refusal::reason))
                .isEqualTo(levels <= 16 ? Optional.empty() : Optional.of(RefusalReason.LIMIT_EXCEEDED));
        assertThat(refusal.map(Refusal::detail).orElse("nesting depth")).startsWith("nesting depth");
    }

    /** Steps within steps count as any. */
    @Test
    void stepsOfNestedSequences_beyondTheLimit_areRefused() {
        CborWriter attempt = new CborWriter().array(2 * 511);
        Collections.nCopies(511, 0).forEach(step -> attempt.unsigned(3).unsigned(0));
        CborWriter tryEach = new CborWriter().array(4).unsigned(15).array(2);
        tryEach.bytes(attempt.toBytes()).bytes(attempt.toBytes());
        Bytes most = tryEach.unsigned(3).unsigned(0).toBytes();
        Bytes one = Bytes.ofHex("820300");
        Bytes more = new CborWriter()
                .array(2)
                .unsigned(15)
                .array(3)
                .bytes(attempt.toBytes())
                .bytes(attempt.toBytes())
                .bytes(new CborWriter()
                        .array(4)
                        .unsigned(3)
                        .unsigned(0)
                        .unsigned(3)
                        .unsigned(0)
                        .toBytes())
                .toBytes();

        assertThat(refusalOf(withValidate(one), DecoderLimits.DEFAULT)).isEmpty();
        assertThat(refusalOf(withValidate(most), DecoderLimits.DEFAULT)).isEmpty();
        assertThat(refusalOf(withValidate(more), DecoderLimits.DEFAULT).map(Refusal::detail))
                .contains("steps 1025 where 1024 is the most");
    }

    /** An envelope with exactly so much of what is limited. */
    private static Bytes envelope(Limit limit, int count) {
        ManifestSketch sketch = new ManifestSketch();
        return switch (limit) {
            case HEAD_BYTES -> padded(sketch, count);
            case RECIPIENTS -> throw new AssertionError("of an encryption info, which is not read with the manifest");
            case CERTIFICATES -> throw new AssertionError("of a delegation, which is judged before the manifest");
            case NESTING_DEPTH -> {
                // the manifest is one level, the argument of an unknown command the others
                CborWriter nested = new CborWriter();
                Collections.nCopies(count - 1, 0).forEach(level -> nested.array(1));
                yield withValidate(new CborWriter()
                        .array(2)
                        .unsigned(99)
                        .raw(nested.unsigned(0).toBytes())
                        .toBytes());
            }
            case ITEMS -> {
                // one for the sequence, two for the command and its argument: the rest in the argument
                CborWriter many = new CborWriter().array(2).unsigned(99).array(count - 3);
                Collections.nCopies(count - 3, 0).forEach(many::unsigned);
                yield withValidate(many.toBytes());
            }
            case ENVELOPE_ENTRIES -> withEntries(sketch, count);
            case SIGNATURES -> {
                Bytes manifest = ManifestEncoder.encode(sketch.build());
                Digest digest = EnvelopeEncoder.digestOf(manifest);
                List<Bytes> blocks = Collections.nCopies(count, AUTHOR.block(ManifestEncoder.encode(digest)));
                yield EnvelopeEncoder.head(manifest, digest, blocks, Optional.empty());
            }
            case COMPONENTS -> {
                sketch.components.clear();
                for (int i = 0; i < count; i++) {
                    sketch.components.add(ComponentId.of("part" + i));
                }
                yield AUTHOR.envelope(sketch.build());
            }
            case DEPENDENCIES -> {
                sketch.dependencies = IntStream.range(0, count)
                        .mapToObj(index -> new Dependency(index, Optional.empty()))
                        .toList();
                for (int i = 1; i < count; i++) {
                    sketch.components.add(ComponentId.of("part" + i));
                }
                yield AUTHOR.envelope(sketch.build());
            }
            case COMPONENT_ID_BYTES -> {
                sketch.components = List.of(ComponentId.of("x".repeat(count - 1), "y"));
                yield AUTHOR.envelope(sketch.build());
            }
            case STEPS -> {
                int others = 3 + 3 + 1; // in shared, install and validate
                sketch.validate.addAll(
                        Collections.nCopies(count - others, new Condition.ImageMatch(ReportPolicy.NONE)));
                yield AUTHOR.envelope(sketch.build());
            }
            case URI_CHARS -> {
                sketch.uri = "coaps://" + "x".repeat(count - 8);
                yield AUTHOR.envelope(sketch.build());
            }
            case VERSION_PARTS -> {
                sketch.version = Optional.of(new Version(Collections.nCopies(count, 1L)));
                yield AUTHOR.envelope(sketch.build());
            }
            case CONTENT_BYTES -> {
                sketch.installTail.add(new Directive.OverrideParameters(
                        Parameters.of(new Parameter.Content(Bytes.wrap(new byte[count])))));
                yield AUTHOR.envelope(sketch.build());
            }
        };
    }

    private static Bytes padded(ManifestSketch sketch, int lengthBytes) {
        Bytes plain = AUTHOR.envelope(sketch.build());
        int overhead = plain.length() + 2 + 3; // key 100, then the head of a byte string of more than 255 octets
        return new CborWriter()
                .tag(107)
                .map(3)
                .raw(plain.slice(3, plain.length()))
                .unsigned(100)
                .bytes(Bytes.wrap(new byte[lengthBytes - overhead]))
                .toBytes();
    }

    private static Bytes withEntries(ManifestSketch sketch, int count) {
        Bytes plain = AUTHOR.envelope(sketch.build());
        CborWriter writer = new CborWriter().tag(107).map(count).raw(plain.slice(3, plain.length()));
        for (int i = 0; i < count - 2; i++) {
            writer.unsigned(1000 + i).bytes(Bytes.EMPTY);
        }
        return writer.toBytes();
    }

    private static Bytes withValidate(Bytes sequence) {
        return AUTHOR.envelope(new CborWriter()
                .map(4)
                .unsigned(1)
                .unsigned(1)
                .unsigned(2)
                .unsigned(0)
                .unsigned(3)
                .bytes(Bytes.ofHex("a0"))
                .unsigned(7)
                .bytes(sequence)
                .toBytes());
    }
}
