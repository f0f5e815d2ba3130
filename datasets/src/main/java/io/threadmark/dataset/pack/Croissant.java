package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.Rows;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import java.util.List;

/** Describes a package in Croissant, the vocabulary of MLCommons. */
final class Croissant {
  private static final ObjectNode CONTEXT = context();

  private Croissant() {}

  static ObjectNode of(PackageRequest request, Rows rows, List<PackageFile> data) {
    ObjectNode json = Json.object();
    json.set("@context", CONTEXT.deepCopy());
    json.put("@type", "sc:Dataset");
    json.put("name", request.name());
    json.put("description", request.format().summary());
    json.put("conformsTo", "http://mlcommons.org/croissant/1.1");
    if (request.createdAt(rows) != null) {
      json.put("datePublished", request.createdAt(rows));
    }
    json.put("version", "1.0.0");
    ArrayNode distribution = json.putArray("distribution");
    data.forEach(file -> distribution.add(file(request, file)));
    distribution.add(fileSet(request, data));
    ObjectNode set = json.putArray("recordSet").addObject();
    set.put("@type", "cr:RecordSet");
    set.put("@id", "rows");
    set.put("name", "rows");
    ArrayNode fields = set.putArray("field");
    request.format().columns().forEach(column -> fields.add(field(column)));
    return json;
  }

  private static ObjectNode file(PackageRequest request, PackageFile file) {
    ObjectNode json = Json.object();
    json.put("@type", "cr:FileObject");
    json.put("@id", file.path());
    json.put("name", file.fileName());
    json.put("contentUrl", file.path());
    json.put("contentSize", file.bytes() + " B");
    json.put("encodingFormat", encoding(request));
    json.put("sha256", file.sha256());
    return json;
  }

  private static ObjectNode fileSet(PackageRequest request, List<PackageFile> data) {
    ObjectNode json = Json.object();
    json.put("@type", "cr:FileSet");
    json.put("@id", "data");
    json.put("name", "data");
    ArrayNode in = json.putArray("containedIn");
    data.forEach(file -> in.addObject().put("@id", file.path()));
    json.put("encodingFormat", encoding(request));
    json.put("includes", "data/*." + request.fileKind().word());
    return json;
  }

  private static ObjectNode field(Column column) {
    ObjectNode json = Json.object();
    json.put("@type", "cr:Field");
    json.put("@id", "rows/" + column.name());
    json.put("name", column.name());
    json.put("description", column.doc());
    json.put("dataType", type(column.shape()));
    ObjectNode source = json.putObject("source");
    source.putObject("fileSet").put("@id", "data");
    source.putObject("extract").put("column", column.name());
    return json;
  }

  private static String type(Shape shape) {
    if (!(shape instanceof Scalar scalar)) {
      return "sc:Text";
    }
    return switch (scalar) {
      case BOOLEAN -> "sc:Boolean";
      case LONG -> "sc:Integer";
      case DOUBLE -> "sc:Float";
      case TIME -> "sc:DateTime";
      case TEXT, JSON -> "sc:Text";
    };
  }

  private static String encoding(PackageRequest request) {
    return switch (request.fileKind()) {
      case JSONL -> "application/jsonlines";
      case CSV -> "text/csv";
      case PARQUET -> "application/x-parquet";
    };
  }

  private static ObjectNode context() {
    ObjectNode json = Json.object();
    json.put("@language", "en");
    json.put("@vocab", "https://schema.org/");
    json.put("sc", "https://schema.org/");
    json.put("cr", "http://mlcommons.org/croissant/");
    json.put("rai", "http://mlcommons.org/croissant/RAI/");
    json.put("dct", "http://purl.org/dc/terms/");
    json.put("conformsTo", "dct:conformsTo");
    for (String term :
        List.of(
            "column",
            "equivalentProperty",
            "extract",
            "field",
            "fileObject",
            "fileProperty",
            "fileSet",
            "format",
            "includes",
            "jsonPath",
            "key",
            "md5",
            "parentField",
            "path",
            "recordSet",
            "references",
            "regex",
            "repeated",
            "replace",
            "samplingRate",
            "separator",
            "source",
            "subField",
            "transform")) {
      json.put(term, "cr:" + term);
    }
    json.putObject("data").put("@id", "cr:data").put("@type", "@json");
    json.putObject("dataType").put("@id", "cr:dataType").put("@type", "@vocab");
    json.putObject("examples").put("@id", "cr:examples").put("@type", "@json");
    json.put("citeAs", "cr:citeAs");
    json.put("isLiveDataset", "cr:isLiveDataset");
    return json;
  }
}
