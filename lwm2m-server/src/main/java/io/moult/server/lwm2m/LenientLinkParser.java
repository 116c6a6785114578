package io.moult.server.lwm2m;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.leshan.core.link.Link;
import org.eclipse.leshan.core.link.LinkParseException;
import org.eclipse.leshan.core.link.lwm2m.DefaultLwM2mLinkParser;
import org.eclipse.leshan.core.link.lwm2m.LwM2mLink;
import org.eclipse.leshan.core.link.lwm2m.LwM2mLinkParser;

/**
 * Reads the links of a registration as Leshan does, and where Leshan refuses them, once more with all taken out that
 * it could trip over: real devices send {@code ver="1.1"}, {@code </1/0>;ver=}, spaces, and attributes of their own.
 */
final class LenientLinkParser implements LwM2mLinkParser {
    private static final Pattern LINK =
            Pattern.compile("<\\s*(/[^>\\s]*)\\s*>((?:\\s*;\\s*[^;,=\\s\"]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^;,\"]*))?)*)");
    private static final Pattern ATTRIBUTE =
            Pattern.compile(";\\s*([^;,=\\s\"]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|([^;,\"]*)))?");
    private static final Pattern OBJECT = Pattern.compile("(?:/[a-z]+)?/[0-9]+");
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+");
    private static final Pattern FORMATS = Pattern.compile("[0-9]+( [0-9]+)*");
    private static final Pattern TYPES = Pattern.compile("[a-z][a-z0-9.-]*( [a-z][a-z0-9.-]*)*");
    private final LwM2mLinkParser strict = new DefaultLwM2mLinkParser();

    @Override
    public Link[] parseCoreLinkFormat(byte[] octets) throws LinkParseException {
        try {
            return strict.parseCoreLinkFormat(octets);
        } catch (LinkParseException refused) {
            return strict.parseCoreLinkFormat(reduced(octets, refused));
        }
    }

    @Override
    public LwM2mLink[] parseLwM2mLinkFromCoreLinkFormat(byte[] octets, String rootPath) throws LinkParseException {
        return strict.parseLwM2mLinkFromCoreLinkFormat(octets, rootPath);
    }

    private static byte[] reduced(byte[] octets, LinkParseException refused) throws LinkParseException {
        List<String> links = new ArrayList<>();
        Matcher link = LINK.matcher(new String(octets, StandardCharsets.UTF_8));
        while (link.find()) {
            String path = link.group(1);
            links.add("<" + path + ">" + attributes(path, link.group(2)));
        }
        if (links.isEmpty()) {
            throw refused;
        }
        return String.join(",", links).getBytes(StandardCharsets.UTF_8);
    }

    /** Those that matter at a registration, written as Leshan likes them. */
    private static String attributes(String path, String text) {
        StringBuilder kept = new StringBuilder();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String value = attribute.group(2) != null ? attribute.group(2) : attribute.group(3);
            if (value == null) {
                continue;
            }
            String plain = value.strip();
            switch (attribute.group(1)) {
                case "ver" -> {
                    if (VERSION.matcher(plain).matches() && OBJECT.matcher(path).matches()) {
                        kept.append(";ver=").append(plain);
                    }
                }
                case "rt" -> {
                    if (TYPES.matcher(plain).matches()) {
                        kept.append(";rt=\"").append(plain).append('"');
                    }
                }
                case "ct" -> {
                    if (FORMATS.matcher(plain).matches()) {
                        kept.append(";ct=").append(plain.indexOf(' ') < 0 ? plain : "\"" + plain + "\"");
                    }
                }
                default -> {
                    // not needed to speak with the device
                }
            }
        }
        return kept.toString();
    }
}
