// A strict second reader of decks: Apache POI.
//
//     java -cp 'JARS/*' tests/render/ReadDecks.java DECK.pptx...
//
// Every XML part is held to the schema of ISO/IEC 29500 (transitional) that Apache POI carries, then
// the deck is opened as a slide show and every shape and note of it is read. What is wrong is
// printed, a line each: file, part, message. Nothing printed and exit status 0: nothing is wrong.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFShape;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.apache.poi.schemas.ooxml.system.ooxml.TypeSystemHolder;
import org.apache.xmlbeans.SchemaTypeLoader;
import org.apache.xmlbeans.XmlBeans;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;

public class ReadDecks {
    private static final SchemaTypeLoader SCHEMA = XmlBeans.typeLoaderUnion(
        TypeSystemHolder.typeSystem, XmlBeans.getBuiltinTypeSystem());
    private static int faults = 0;

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            try (OPCPackage deck = OPCPackage.open(file, PackageAccess.READ)) {
                for (PackagePart part : deck.getParts()) {
                    String media = part.getContentType();
                    boolean isPackaging = media.contains("openxmlformats-package");
                    if (media.endsWith("+xml") && !isPackaging) {
                        validate(file, part);
                    }
                }
                deck.getPackageProperties().getTitleProperty();
            }
            read(file);
        }
        System.exit(faults == 0 ? 0 : 1);
    }

    private static void validate(String file, PackagePart part) throws Exception {
        try (InputStream stream = part.getInputStream()) {
            XmlObject document = SCHEMA.parse(stream, null, new XmlOptions());
            if (document.schemaType() == XmlObject.type) {
                tell(file, part.getPartName().getName(), "no schema knows its root");
                return;
            }
            List<XmlError> errors = new ArrayList<>();
            if (!document.validate(new XmlOptions().setErrorListener(errors))) {
                for (XmlError error : errors) {
                    tell(file, part.getPartName().getName(), error.getMessage());
                }
            }
        }
    }

    private static void read(String file) throws Exception {
        try (XMLSlideShow show = new XMLSlideShow(new FileInputStream(file))) {
            for (XSLFSlide slide : show.getSlides()) {
                if (titleOf(slide).isBlank()) {
                    tell(file, slide.getPackagePart().getPartName().getName(), "no title is read");
                }
                for (XSLFShape shape : slide.getShapes()) {
                    shape.getAnchor();
                    if (shape instanceof XSLFTextShape text) {
                        text.getText();
                    }
                }
                if (slide.getNotes() != null) {
                    slide.getNotes().getTextParagraphs();
                }
            }
        }
    }

    private static String titleOf(XSLFSlide slide) {
        for (XSLFTextShape shape : slide.getPlaceholders()) {
            Placeholder kind = shape.getTextType();
            if (kind == Placeholder.TITLE || kind == Placeholder.CENTERED_TITLE) {
                return shape.getText();
            }
        }
        return "";
    }

    private static void tell(String file, String part, String message) {
        faults++;
        System.out.println(file + "\t" + part + "\t" + message);
    }
}
