package io.moult.server.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.leshan.core.LwM2m.LwM2mVersion;
import org.eclipse.leshan.core.link.Link;
import org.eclipse.leshan.core.link.LinkParseException;
import org.eclipse.leshan.core.link.lwm2m.DefaultLwM2mLinkParser;
import org.eclipse.leshan.server.registration.DefaultRegistrationDataExtractor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interop 13: links as real devices send them. */
final class LenientLinkParserTest {
    private final LenientLinkParser parser = new LenientLinkParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</>;rt=\"oma.lwm2m\";ct=112,</1/0>,</3/0>,</5/0>",
                "</1>;ver=\"1.1\",</1/0>,</3>;ver=\"1.1\",</3/0>,</5/0>",
                "</1/0>;ver=,</3/0>;ver=1.0,</5/0>",
                "</1/0>;ver=\"\",</3/0>,</5/0>;ver=\"1.0\"",
                "<1/0>,</1/0>, </3/0> ,</5/0>;foo=bar;baz",
                "</>;rt=\"oma.lwm2m\";ct=\"60 110 112\",</1/0>;pmin=\"x\",</3/0>,</5/0>"
            })
    void links_asDevicesSendThem_tellTheInstances(String links) throws LinkParseException {
        Link[] parsed = parser.parseCoreLinkFormat(links.getBytes(StandardCharsets.UTF_8));

        var data = new DefaultRegistrationDataExtractor().extractDataFromObjectLinks(parsed, LwM2mVersion.V1_1);
        assertThat(data.getAvailableInstances()).extracting(Object::toString).contains("/1/0", "/3/0", "/5/0");
    }

    @Test
    void quotedVersion_ofAnObject_isKept() throws LinkParseException {
        byte[] links = "</5>;ver=\"1.1\",</5/0>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new DefaultLwM2mLinkParser().parseCoreLinkFormat(links))
                .isInstanceOf(LinkParseException.class);

        Link[] parsed = parser.parseCoreLinkFormat(links);

        var data = new DefaultRegistrationDataExtractor().extractDataFromObjectLinks(parsed, LwM2mVersion.V1_1);
        assertThat(data.getSupportedObjects().get(5)).hasToString("1.1");
    }

    @Test
    void wellFormedLinks_areReadAsEver() throws LinkParseException {
        byte[] links = "</>;rt=\"oma.lwm2m\";ct=112,</5>;ver=1.1,</5/0>;pmin=5".getBytes(StandardCharsets.UTF_8);

        List<Link> lenient = Arrays.asList(parser.parseCoreLinkFormat(links));

        assertThat(lenient).isEqualTo(Arrays.asList(new DefaultLwM2mLinkParser().parseCoreLinkFormat(links)));
    }

    @Test
    void octetsThatAreNoLinks_areRefused() {
        assertThatThrownBy(() -> parser.parseCoreLinkFormat("hello".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(LinkParseException.class);
    }
}
