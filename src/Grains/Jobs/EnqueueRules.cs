using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Jobs;

/// <summary>What may be enqueued. Pure.</summary>
internal static class EnqueueRules
{
    /// <summary>The longest arguments, in bytes of UTF-8.</summary>
    public const int ArgumentBytesMaximum = 64 * 1024;

    /// <summary>The longest idempotency key, in characters.</summary>
    public const int IdempotencyKeyLengthMaximum = 255;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Null when the order is fine, otherwise its refusal.</summary>
    public static EnqueueReply? Refuse(EnqueueJob command, JobKinds kinds)
    {
        var handler = kinds.Find(command.Kind);
        if (handler is null || (command.FromSession && !handler.StartableFromSession))
            return new EnqueueReply { Outcome = EnqueueOutcome.UnknownKind };
        if (command.IdempotencyKey is { Length: 0 or > IdempotencyKeyLengthMaximum })
            return new EnqueueReply { Outcome = EnqueueOutcome.InvalidIdempotencyKey };
        if (Encoding.UTF8.GetByteCount(command.Arguments) > ArgumentBytesMaximum)
            return Invalid("arguments-too-long");
        if (!TryParse(command.Arguments, out var arguments))
            return Invalid("arguments-not-an-object");
        return handler.Check(arguments) is { } code ? Invalid(code) : null;
    }

    /// <summary>
    /// The key that a caller's own is stored under. The service's keys begin otherwise, so that none of a caller's can
    /// take the place of a job that an install, a grant or a delivery starts.
    /// </summary>
    public static string? KeyOf(EnqueueJob command) =>
        command.IdempotencyKey is { } key ? "client:" + key : null;

    /// <summary>Reads arguments: a JSON object without repeated names.</summary>
    public static bool TryParse(string arguments, out JsonElement value)
    {
        value = default;
        try
        {
            using var document = JsonDocument.Parse(arguments, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            value = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (Exception malformed) when (malformed is ArgumentException or InvalidOperationException)
        {
            // Half a surrogate pair, as it is or escaped in a name: no text, so no JSON either.
            return false;
        }
    }

    private static EnqueueReply Invalid(string code) =>
        new() { Outcome = EnqueueOutcome.InvalidArguments, Code = code };
}
