using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometAdTag.Rotation.Wire;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(HelloFrame))]
[JsonSerializable(typeof(SlotsFrame))]
[JsonSerializable(typeof(ViewFrame))]
[JsonSerializable(typeof(PageChangeFrame))]
[JsonSerializable(typeof(EventFrame))]
[JsonSerializable(typeof(ReceiptFrame))]
[JsonSerializable(typeof(ByeFrame))]
[JsonSerializable(typeof(ReceiptsBody))]
internal sealed partial class PageJson : JsonSerializerContext;
