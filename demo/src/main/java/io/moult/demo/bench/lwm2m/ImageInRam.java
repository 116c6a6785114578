package io.moult.demo.bench.lwm2m;

import io.moult.demo.bench.child.RunConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.response.WriteResponse;

/** A plain object 5: it takes a whole image at 5/0/0 and accepts it when its SHA-256 is one that is expected. */
final class ImageInRam extends BaseInstanceEnabler {

    private static final int PACKAGE = 0;

    private final Set<String> expected;
    private volatile byte[] image = new byte[0];

    ImageInRam(RunConfig config) {
        expected = config.bodies().stream().map(RunConfig.Body::imageSha256).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public WriteResponse write(LwM2mServer server, boolean replace, int resourceId, LwM2mResource value) {
        if (resourceId != PACKAGE) {
            return super.write(server, replace, resourceId, value);
        }
        byte[] body = (byte[]) value.getValue();
        if (!expected.contains(sha256(body))) {
            return WriteResponse.badRequest("the digest is not that of the image");
        }
        image = body;
        return WriteResponse.success();
    }

    boolean holds(String sha256) {
        return sha256(image).equals(sha256);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java machine has SHA-256", impossible);
        }
    }
}
