package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Parameters by their names, with digests and sizes of files where a file is named. */
final class ParameterSource {
    private static final int MOST_INFO_BYTES = 48 * 1024;

    private final NamedFiles files;
    private final ComponentNames components;

    ParameterSource(NamedFiles files, ComponentNames components) {
        this.files = files;
        this.components = components;
    }

    Parameters read(Described described) throws DescriptionException {
        List<Parameter> parameters = new ArrayList<>();
        for (Map.Entry<String, Described> one : described.map().entrySet()) {
            parameters.add(parameter(one.getKey(), one.getValue()));
        }
        if (parameters.isEmpty()) {
            throw described.wrong(described.name() + " sets no parameter");
        }
        return new Parameters(parameters);
    }

    /** The number of a parameter's name, or of a number for private use. */
    static long code(String name, Described where) throws DescriptionException {
        for (ParameterCode code : ParameterCode.values()) {
            if (ParameterCode.label(code.code()).equals(name)) {
                return code.code();
            }
        }
        if (isPrivate(name)) {
            return Long.parseLong(name);
        }
        throw where.wrong("there is no parameter \"" + name + "\"");
    }

    static boolean isPrivate(String name) {
        return name.matches("-[0-9]{3,18}") && Long.parseLong(name) <= CustomCommand.HIGHEST_CODE;
    }

    private Parameter parameter(String name, Described value) throws DescriptionException {
        long number = code(name, value);
        var known = ParameterCode.of(number);
        if (known.isEmpty()) {
            return new Parameter.Custom(number, custom(value));
        }
        return switch (known.get()) {
            case VENDOR_IDENTIFIER -> vendor(value);
            case CLASS_IDENTIFIER -> new Parameter.ClassIdentifier(classId(value));
            case DEVICE_IDENTIFIER -> new Parameter.DeviceIdentifier(value.uuid());
            case IMAGE_DIGEST -> new Parameter.ImageDigest(digest(value));
            case IMAGE_SIZE ->
                new Parameter.ImageSize(
                        value.isMap() ? files.sizeBytes(value.members("file").require("file")) : value.unsigned());
            case USE_BEFORE -> new Parameter.UseBefore(value.epochSeconds());
            case COMPONENT_SLOT -> new Parameter.ComponentSlot(value.unsigned());
            case STRICT_ORDER -> new Parameter.StrictOrder(value.truth());
            case SOFT_FAILURE -> new Parameter.SoftFailure(value.truth());
            case CONTENT -> new Parameter.Content(content(value));
            case ENCRYPTION_INFO -> new Parameter.EncryptionInfo(octets(value, MOST_INFO_BYTES));
            case URI -> new Parameter.Uri(value.text());
            case SOURCE_COMPONENT -> new Parameter.SourceComponent(components.index(value));
            case INVOKE_ARGS -> new Parameter.InvokeArguments(octets(value, MOST_INFO_BYTES));
            case FETCH_ARGUMENTS -> new Parameter.FetchArguments(octets(value, MOST_INFO_BYTES));
            case MINIMUM_BATTERY -> new Parameter.MinimumBattery(value.unsigned());
            case UPDATE_PRIORITY -> new Parameter.UpdatePriority(value.integer());
            case VERSION -> new Parameter.Version(VersionText.match(value));
            case WAIT_INFO -> new Parameter.WaitInfo(WaitSource.read(value));
            case COMPONENT_METADATA -> new Parameter.Metadata(MetadataSource.read(value));
            case SECURITY_COUNTER -> new Parameter.SecurityCounter(value.unsigned());
        };
    }

    private static Parameter vendor(Described value) throws DescriptionException {
        if (!value.isMap()) {
            return new Parameter.VendorIdentifier(value.uuid());
        }
        Described.Members members = value.members("domain", "enterprise-number");
        if (members.has("domain") == members.has("enterprise-number")) {
            throw value.wrong("a vendor is a UUID, or has a domain, or an enterprise-number");
        }
        return members.has("domain")
                ? new Parameter.VendorIdentifier(
                        Identifiers.vendorId(members.require("domain").text()))
                : new Parameter.VendorNumber(
                        members.require("enterprise-number").hex());
    }

    private static UUID classId(Described value) throws DescriptionException {
        if (!value.isMap()) {
            return value.uuid();
        }
        Described.Members members = value.members("domain", "vendor", "model");
        if (members.has("domain") == members.has("vendor")) {
            throw value.wrong("a class is a UUID, or a model with the vendor's domain or the vendor");
        }
        UUID vendor = members.has("domain")
                ? Identifiers.vendorId(members.require("domain").text())
                : members.require("vendor").uuid();
        return Identifiers.classId(vendor, members.require("model").text());
    }

    /** Of a file, of the manifest in an envelope, or given. */
    private Digest digest(Described value) throws DescriptionException {
        Map<String, DigestAlgorithm> algorithms = algorithms();
        List<String> known = new ArrayList<>(List.of("file", "manifest-of", "algorithm"));
        known.addAll(algorithms.keySet());
        Described.Members members = value.members(known.toArray(String[]::new));
        DigestAlgorithm algorithm =
                members.has("algorithm") ? members.require("algorithm").oneOf(algorithms) : DigestAlgorithm.SHA_256;
        if (members.has("file") && !members.has("manifest-of")) {
            return files.digest(members.require("file"), algorithm);
        } else if (members.has("manifest-of") && !members.has("file")) {
            return files.manifestDigest(members.require("manifest-of"), algorithm);
        }
        for (Map.Entry<String, DigestAlgorithm> one : algorithms.entrySet()) {
            if (members.has(one.getKey()) && members.all().size() == 1) {
                Bytes octets = members.require(one.getKey()).hex();
                if (octets.length() != one.getValue().lengthBytes()) {
                    throw value.wrong(
                            one.getKey() + " has " + one.getValue().lengthBytes() + " octets, not " + octets.length());
                }
                return new Digest(one.getValue().number(), octets);
            }
        }
        throw value.wrong("a digest is of a \"file\", is the \"manifest-of\" an envelope, or is given, as in sha-256");
    }

    private static Map<String, DigestAlgorithm> algorithms() {
        Map<String, DigestAlgorithm> byName = new LinkedHashMap<>();
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            byName.put(algorithm.toString().toLowerCase(Locale.ROOT), algorithm);
        }
        return byName;
    }

    /** Octets, or a change of whom devices believe, which is made of certificates in files. */
    private Bytes content(Described value) throws DescriptionException {
        int most = DecoderLimits.DEFAULT.of(Limit.CONTENT_BYTES);
        if (!value.isMap() || !value.map().containsKey("trust")) {
            return octets(value, most);
        }
        Bytes change = files.policies().readTrustChange(value.members("trust").require("trust"));
        if (change.length() > most) {
            throw value.wrong("the change of trust has " + change.length() + " octets; " + most
                    + " fit into a manifest: make two of it");
        }
        return change;
    }

    /** A text, h'…', or what is in a file. */
    private Bytes octets(Described value, int mostBytes) throws DescriptionException {
        return value.isMap() ? files.octets(value.members("file").require("file"), mostBytes) : value.octets();
    }

    /** A number, true or false, h'…' or a text. */
    static CborItem custom(Described value) throws DescriptionException {
        String text = value.text();
        if (text.matches("-?[0-9]{1,18}")) {
            return CborItem.ofLong(Long.parseLong(text));
        } else if (text.equals("true")) {
            return CborItem.Simple.TRUE;
        } else if (text.equals("false")) {
            return CborItem.Simple.FALSE;
        }
        return text.startsWith("h'") ? new CborItem.ByteString(value.octets()) : new CborItem.Text(text);
    }
}
