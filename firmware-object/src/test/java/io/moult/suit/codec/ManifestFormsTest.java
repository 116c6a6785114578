package io.moult.suit.codec;

import static io.moult.suit.codec.Decoding.assertDetail;
import static io.moult.suit.codec.Decoding.refusal;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.suit.testing.TestAuthor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of each piece of a manifest: which forms are taken, and in which words the others are refused. */
class ManifestFormsTest {
    private final TestAuthor author = new TestAuthor();

    /** The CDDL of try-each: two sequences at least, then perhaps nil. */
    @ParameterizedTest
    @CsvSource({
        "80, try-each of less than two sequences",
        "81f6, try-each of less than two sequences",
        "8143820300, try-each of less than two sequences",
        "8243820300f6, try-each of less than two sequences",
        "83438203004382 0300f6, ",
        "824382030043820300, ",
        "83f64382030043820300, a sequence of try-each is not a byte string",
        "8343820300f643820300, a sequence of try-each is not a byte string",
        "8240 4382 0300, try-each of validate: ends at octet 0 inside an item",
        "82418043820300, try-each of validate is not pairs of command and argument",
        "00, try-each is not an array"
    })
    void tryEach_ofAnotherForm_isRefused(String argument, String detail) {
        assertSequence("820f" + argument.replace(" ", ""), detail);
    }

    @ParameterizedTest
    @CsvSource({
        "00, ",
        "f5, ",
        "8100, ",
        "f4, a component index is not an unsigned number",
        "f6, a component index is not an unsigned number",
        "80, set-component-index of no component",
        "20, a component index is not an unsigned number",
        "1820, a component index is 32: there is none",
        "1bffffffffffffffff, a component index is 18446744073709551615: there is none",
        "81f5, a component index is not"
    })
    void setComponentIndex_ofAnotherForm_isRefused(String argument, String detail) {
        assertSequence("820c" + argument, detail);
    }

    @ParameterizedTest
    @CsvSource({
        "182040, run-sequence of validate: ends at octet 0",
        "182000, run-sequence is not a byte string",
        "1822a0, override-multiple of no component",
        "1822a100a0, an empty map of parameters",
        "1823a0, copy-params from no component",
        "1823a10080, copy-params of no parameter",
        "1823a1008103, ",
        "1822a100a10e01, ",
        "13a10e01, ",
        "13a0, an empty map of parameters",
        "39012bf6, ",
        "39012b00, ",
        "39012b4100, ",
        "39012b80, custom-command(-300) has an argument that is neither",
        "39012bf5, custom-command(-300) has an argument that is neither"
    })
    void command_ofAnotherForm_isRefused(String commandAndArgument, String detail) {
        assertSequence("82" + commandAndArgument, detail);
    }

    /** The parameters of all drafts, good and bad; the map has one entry, in the validate sequence. */
    @ParameterizedTest
    @CsvSource({
        "01d87001, vendor-identifier is not a byte string",
        "01d8704201ff, ",
        "01d86f4201ff, vendor-identifier is not a byte string",
        "0340, image-digest: ends at",
        "034101, image-digest is not an array",
        "0400, ",
        "041bffffffffffffffff, ",
        "0420, use-before is not an unsigned number",
        "0500, ",
        "0520, component-slot is not an unsigned number",
        "0cf5, ",
        "0cf4, ",
        "0c00, strict-order is neither true nor false",
        "1340, ",
        "1300, encryption-info is not a byte string",
        "1740, ",
        "17f6, invoke-args is not a byte string",
        "184000, parameter", // 0x18 0x40 is key 64: unknown, taken by the decoder
        "181940, ",
        "181900, fetch-arguments is not a byte string",
        "181a00, ",
        "181a20, minimum-battery is not an unsigned number",
        "181b20, ",
        "181b3bffffffffffffffff, update-priority is not an integer of 63 bits",
        "181c4482018101, ",
        "181c44 82008101, version comparison 0 is none",
        "181c4482068101, version comparison 6 is none",
        "181c4382 0180, a version without numbers",
        "181c4482018120, a version that begins with a mark of a pre-release",
        "181c428101, a version match does not have two parts",
        "181d43a10100, ",
        "181d41a0, wait-info without an event",
        "181d43a10a00, wait-info with wait event 10",
        "181d47a1061a00015180, wait event 6 at 86400",
        "181d43a10707, wait event 7 at 7",
        "181d4aa1048241ff8182 018101, ",
        "181d46a1048241ff80, without a version",
        "181e41a0, ",
        "181e43a10900, component-metadata with member 9",
        "181e44a1 0719ff, component-metadata: ends at",
        "181e43a10700, a time in component-metadata without its tag",
        "181e44a107c100, ",
        "181e44a107c200, a time in component-metadata without its tag",
        "181e43a10500, file type 0 is none",
        "181e43a10504, file type 4 is none",
        "181e43a10503, ",
        "181e45a101193fff, ",
        "181e45a101194000, permissions of unknown bits",
        "181e43a102a0, an empty map of permissions",
        "181e45a102a10000, ",
        "181e45a108626107, an actor's name has characters",
        "181e45a10862c3a4, ",
        "39012bf6, custom-parameter(-300) is neither",
        "39012bf5, "
    })
    void parameter_ofAnotherForm_isRefused(String keyAndValue, String detail) {
        String hex = keyAndValue.replace(" ", "");
        Bytes map = Bytes.ofHex("a1" + hex);
        Bytes sequence = new CborWriter().array(2).unsigned(20).raw(map).toBytes();

        assertSequence(sequence.hex(), "parameter".equals(detail) ? null : detail);
    }

    /** update-management sections 3.3 and 3.4: texts of versions have visible characters and spaces only. */
    @ParameterizedTest
    @CsvSource({
        "7, a\u0007b, version required has characters",
        "8, \u202eb, current version has characters",
        "7, ≥ 1 Ä, "
    })
    void textAboutVersions_withOtherCharacters_isRefused(int number, String words, String detail) {
        CborItem component = new CborItem.Array(List.of(new CborItem.ByteString(Bytes.ofHex("00"))));
        CborItem texts = map(CborItem.ofLong(number), new CborItem.Text(words));
        Bytes text = new CborWriter()
                .item(map(new CborItem.Text("en"), map(component, texts)))
                .toBytes();
        Bytes manifest = new CborWriter()
                .map(4)
                .raw(Bytes.ofHex("010102000346a10281814100"))
                .unsigned(23)
                .bytes(text)
                .toBytes();

        assertDetail(refusal(author.envelope(manifest)), detail);
    }

    @Test
    void text_inNoLanguage_isRefused() {
        assertDetail(refusal(author.envelope(Bytes.ofHex("a4010102000341a01741a0"))), "a text in no language");
    }

    @ParameterizedTest
    @CsvSource({
        "a101a0, an empty map of dependencies", "a101a100a0, ",
        "a101a11820a0, dependency 32 is beyond", "a101a120a0, the index of a dependency is not",
        "a101a10000, the metadata of a dependency is not a map", "a201a100a10200028141 80, metadata 2 of a dependency",
        "a201a100a0028181 4100, ", "a201a100a101814101 0281814100, "
    })
    void dependencies_ofAnotherForm_areRefused(String common, String detail) {
        Bytes octets = Bytes.ofHex(common.replace(" ", ""));
        Bytes manifest = new CborWriter()
                .map(3)
                .raw(Bytes.ofHex("0101020003"))
                .bytes(octets)
                .toBytes();

        assertDetail(refusal(author.envelope(manifest)), detail);
    }

    private static CborItem map(CborItem key, CborItem value) {
        return new CborItem.Mapping(List.of(new CborItem.Pair(key, value)));
    }

    private void assertSequence(String sequenceHex, @Nullable String detail) {
        Bytes manifest = new CborWriter()
                .map(4)
                .raw(Bytes.ofHex("010102000346a1028181410007"))
                .bytes(Bytes.ofHex(sequenceHex))
                .toBytes();
        assertDetail(refusal(author.envelope(manifest)), detail);
    }
}
