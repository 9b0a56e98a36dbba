import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The papers of a package, from the bill of materials that Maven made: the same with the Java
 * runtime in it, and all licences as text. {@code java packaging/Papers.java BOM LIB JDK OUT}
 */
final class Papers {
  private static final String OURS = "org.namedwebsockets";
  private static final String LICENCE_FILE =
      "META-INF/((LICENSE|NOTICE)(\\.txt|\\.md)?|[^/]*-LICENSE)";

  private final Document bom;
  private final Path lib;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private Papers(Document bom, Path lib) {
    this.bom = bom;
    this.lib = lib;
  }

  public static void main(String[] args) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Papers papers =
        new Papers(factory.newDocumentBuilder().parse(new File(args[0])), Path.of(args[1]));
    Properties runtime = new Properties();
    try (InputStream release = Files.newInputStream(Path.of(args[2], "release"))) {
      runtime.load(release);
    }
    papers.addRuntime(unquoted(runtime, "IMPLEMENTOR"), unquoted(runtime, "JAVA_RUNTIME_VERSION"));
    Path out = Path.of(args[3]);
    var transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
    try (var stream = Files.newOutputStream(out.resolve("nws.cdx.xml"))) {
      transformer.transform(new DOMSource(papers.bom), new StreamResult(stream));
    }
    Files.writeString(out.resolve("LICENSES.txt"), papers.licences());
  }

  private static String unquoted(Properties properties, String key) {
    return properties.getProperty(key, "unknown").replace("\"", "");
  }

  private void addRuntime(String publisher, String version) {
    Element runtime = element("component");
    runtime.setAttribute("type", "platform");
    runtime.setAttribute("bom-ref", "java-runtime");
    runtime.appendChild(element("publisher", publisher));
    runtime.appendChild(element("name", "OpenJDK runtime"));
    runtime.appendChild(element("version", version));
    Element licences = element("licenses");
    licences.appendChild(element("expression", "GPL-2.0-only WITH Classpath-exception-2.0"));
    runtime.appendChild(licences);
    components().appendChild(runtime);
  }

  private Element components() {
    return child(bom.getDocumentElement(), "components");
  }

  private Element element(String name) {
    return bom.createElementNS(bom.getDocumentElement().getNamespaceURI(), name);
  }

  private Element element(String name, String text) {
    Element element = element(name);
    element.setTextContent(text);
    return element;
  }

  /** A table of who is under which licence, then each text once. */
  private String licences() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (Element component : children(components())) {
      String group = text(component, "group");
      if (!group.equals(OURS)) {
        String name = text(component, "name");
        rows.put(name + " " + text(component, "version"), licence(component));
        collect(name, text(component, "version"));
      }
    }
    // Those under this one say so in their jars, and leave the text out.
    texts.put(Files.readString(Path.of("packaging", "licences", "Apache-2.0.txt")), "Apache-2.0");
    StringBuilder page = new StringBuilder();
    page.append("Named Web Sockets is under the MIT licence: see LICENSE or copyright.\n");
    page.append("It comes with these, each under the licence beside it; the texts follow.\n\n");
    rows.forEach((name, licence) -> page.append("%-58s %s\n".formatted(name, licence)));
    page.append("\nThe texts for the Java runtime are in lib/runtime/legal.\n");
    texts.forEach(
        (text, of) ->
            page.append("\n" + "=".repeat(80) + "\n" + of + "\n" + "=".repeat(80) + "\n\n")
                .append(text.strip() + "\n"));
    return page.toString();
  }

  private static String licence(Element component) throws IOException {
    String all =
        children(child(component, "licenses")).stream()
            .map(
                licence ->
                    licence.getLocalName().equals("expression")
                        ? licence.getTextContent()
                        : text(licence, "id") + text(licence, "name"))
            .distinct()
            .collect(Collectors.joining(", "));
    if (all.isEmpty()) {
      throw new IOException("no licence is known of " + text(component, "name"));
    }
    return all;
  }

  /** The texts in a jar, with the names of all that have the same. */
  private void collect(String name, String version) throws IOException {
    Path jar = lib.resolve(name + "-" + version + ".jar");
    if (!Files.exists(jar)) {
      return; // The runtime; a jar for another system beside the one without classes.
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        if (entry.getName().matches(LICENCE_FILE)) {
          String text =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          String from = name + ": " + entry.getName();
          texts.merge(text, from, (first, second) -> first + "\n" + second);
        }
      }
    }
  }

  private static Element child(Element parent, String name) {
    return children(parent).stream()
        .filter(child -> child.getLocalName().equals(name))
        .findFirst()
        .orElseGet(() -> parent.getOwnerDocument().createElement(name));
  }

  private static java.util.List<Element> children(Element parent) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .toList();
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent().strip();
  }
}
