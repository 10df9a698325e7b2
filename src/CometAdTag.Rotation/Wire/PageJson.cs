using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometAdTag.Rotation.Wire;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(PageFrame))]
[JsonSerializable(typeof(ReceiptsBody))]
internal sealed partial class PageJson : JsonSerializerContext;
