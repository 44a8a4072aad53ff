using System.Globalization;
using System.Text.Json;
using Shopkeeper.Simulator.Hosting;

namespace Shopkeeper.Simulator.Control;

/// <summary>Reads and checks what control requests send. Every refusal names the field and the remedy.</summary>
internal static class ControlInput
{
    private static readonly TimeSpan WaitMaximum = TimeSpan.FromMinutes(5);

    /// <summary>The body as <typeparamref name="T"/>; a missing body counts as <c>{}</c>.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            return JsonSerializer.Deserialize<T>(string.IsNullOrWhiteSpace(text) ? "{}" : text, SimulatorJson.Strict)
                ?? throw new ControlRefusal("body", "Send a JSON object.");
        }
        catch (JsonException unreadable)
        {
            var field = unreadable.Path is { Length: > 2 } path ? path[2..] : "body";
            var fields = string.Join(", ", typeof(T).GetProperties()
                .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)));
            throw new ControlRefusal(field, $"Send a JSON object with the fields of {typeof(T).Name}: {fields}.");
        }
    }

    public static void Require(bool holds, string field, string remedy)
    {
        if (!holds) throw new ControlRefusal(field, remedy);
    }

    public static void Count(int? value, int least, int most, string field) =>
        Require(value is null || (value >= least && value <= most), field, $"Give a number from {least} to {most}.");

    public static void Span(TimeSpan value, TimeSpan most, string field) =>
        Require(value >= TimeSpan.Zero && value <= most, field,
            $"Give a time such as \"00:00:05\", from zero to \"{most}\".");

    public static void Life(TimeSpan? value, string field) =>
        Require(value is null || (value >= TimeSpan.FromSeconds(1) && value.Value.Ticks % TimeSpan.TicksPerSecond == 0),
            field, "Give whole seconds, one or more, such as \"00:00:05\".");

    public static void Address(Uri? address, string field) =>
        Require(address is null || SimulatorOptionsRules.IsHttp(address), field,
            "Give an absolute http or https address.");

    public static void Topic(string topic) =>
        Require(!string.IsNullOrWhiteSpace(topic) && topic.Length <= 200 && IsHeaderText(topic), "topic",
            "Give a topic such as app/uninstalled.");

    public static bool IsHeaderText(string text) => text.AsSpan().IndexOfAny('\r', '\n', '\0') < 0;

    public static bool IsHeaderName(string text) => text.Length > 0
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter));

    /// <summary>The seconds to wait, from the query; zero without one.</summary>
    public static TimeSpan Wait(HttpContext context)
    {
        var text = context.Request.Query["wait"].ToString();
        if (text.Length == 0) return TimeSpan.Zero;
        var readable = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds <= WaitMaximum.TotalSeconds;
        Require(readable, "wait", $"Give seconds from 0 to {WaitMaximum.TotalSeconds}.");
        return TimeSpan.FromSeconds(seconds);
    }

    public static int Number(HttpContext context, string field, int otherwise)
    {
        var text = context.Request.Query[field].ToString();
        if (text.Length == 0) return otherwise;
        var readable = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        Require(readable, field, "Give a whole number of zero or more.");
        return number;
    }
}
