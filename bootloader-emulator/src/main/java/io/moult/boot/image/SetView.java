package io.moult.boot.image;

import io.moult.suit.manifest.ComponentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The images of one set where they lie, to be read and not to be written. */
public final class SetView {
    private final Map<ComponentId, ImageView> images;

    /** @param images by component; the order is kept */
    public SetView(Map<ComponentId, ImageView> images) {
        this.images = new LinkedHashMap<>(images);
    }

    /** A set of one image. */
    public static SetView of(ComponentId component, ImageView image) {
        return new SetView(Map.of(component, image));
    }

    public Set<ComponentId> components() {
        return images.keySet();
    }

    public boolean has(ComponentId component) {
        return images.containsKey(component);
    }

    /** IllegalArgumentException for a stranger. */
    public ImageView image(ComponentId component) {
        ImageView image = images.get(component);
        if (image == null) {
            throw new IllegalArgumentException("no component " + component + " among " + images.keySet());
        }
        return image;
    }

    /** Whether these facts are about exactly these components. */
    public boolean isOf(SetFacts facts) {
        List<ComponentId> said =
                facts.images().stream().map(ImageFacts::component).toList();
        return said.size() == images.size() && images.keySet().containsAll(said);
    }
}
