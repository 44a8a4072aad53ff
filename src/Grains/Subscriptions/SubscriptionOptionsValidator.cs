using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// Refuses to start with subscriptions that no shop could ever have. A message names the key, the rule and the remedy.
/// </summary>
internal sealed partial class SubscriptionOptionsValidator : IValidateOptions<SubscriptionOptions>
{
    private const int Most = 200;
    private const int LongestFilter = 4096;
    private const int MostFields = 250;
    private const int LongestField = 255;

    public ValidateOptionsResult Validate(string? name, SubscriptionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] failures =
        [
            .. Topics(options), .. options.Subscriptions.SelectMany(entry => Entry(entry.Key, entry.Value)),
            .. Duplicates(options), .. Reconcile(options.Reconcile),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Topics(SubscriptionOptions options)
    {
        if (options.Topics.Count > Most)
            yield return $"Webhooks:Topics must hold at most {Most} topics. Remove those that nothing handles.";
        if (options.Subscriptions.Count > Most)
            yield return $"Webhooks:Subscriptions must hold at most {Most}. Remove those that nothing handles.";
        for (var index = 0; index < options.Topics.Count; index++)
        {
            if (!WebhookTopics.TryNormalize(options.Topics[index], out _))
                yield return $"Webhooks:Topics:{index} must be a topic, such as orders/create. Correct it.";
        }
    }

    private static IEnumerable<string> Entry(string name, SubscriptionEntryOptions entry)
    {
        var key = $"Webhooks:Subscriptions:{name}";
        if (!WantedRules.IsName(name))
            yield return $"{key} must have a name of 1 to {WantedRules.LongestName} letters, digits, hyphens and "
                + "underscores. Rename it.";
        if (!WebhookTopics.TryNormalize(entry.Topic, out _))
            yield return $"{key}:Topic must be a topic, such as orders/create. Correct it.";
        if (!string.IsNullOrWhiteSpace(entry.Uri) && !IsAddress(entry.Uri.Trim()))
            yield return $"{key}:Uri must be an https address (plain http on loopback), pubsub://project:topic, or "
                + "the ARN of an EventBridge event source of Shopify's. Correct it, or remove it for this service.";
        if (entry.Filter.Length > LongestFilter)
            yield return $"{key}:Filter must be at most {LongestFilter} characters long. Shorten it.";
        foreach (var failure in Fields(key, "IncludeFields", entry.IncludeFields)
            .Concat(Fields(key, "MetafieldNamespaces", entry.MetafieldNamespaces)))
            yield return failure;
        foreach (var field in FilterRules.FieldsMissing(entry.Filter, [.. entry.IncludeFields]))
            yield return $"{key}:Filter names the field {field}, which IncludeFields leaves out: Shopify would deliver "
                + "nothing. Add it to IncludeFields.";
    }

    private static IEnumerable<string> Fields(string key, string list, IList<string> fields)
    {
        if (fields.Count > MostFields)
            yield return $"{key}:{list} must hold at most {MostFields} names. Remove some.";
        for (var index = 0; index < fields.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(fields[index]) || fields[index].Length > LongestField)
                yield return $"{key}:{list}:{index} must be a name of at most {LongestField} characters. Correct it.";
        }
    }

    private static IEnumerable<string> Duplicates(SubscriptionOptions options)
    {
        var all = options.Topics.Select((topic, index) => (Key: $"Webhooks:Topics:{index}", Topic: topic, "", ""))
            .Concat(options.Subscriptions.Select(entry => (
                Key: $"Webhooks:Subscriptions:{entry.Key}", entry.Value.Topic, entry.Value.Uri.Trim(),
                entry.Value.Filter.Trim())));
        var seen = new Dictionary<(string, string, string), string>();
        foreach (var (key, text, uri, filter) in all)
        {
            if (!WebhookTopics.TryNormalize(text, out var topic)) continue;
            var what = (WebhookTopics.ToGraphQlEnum(topic), uri, filter);
            if (seen.TryGetValue(what, out var first))
                yield return $"{key} asks for the same topic, address and filter as {first}: Shopify takes one such "
                    + "subscription. Remove one of them.";
            else
                seen.Add(what, key);
        }
    }

    private static IEnumerable<string> Reconcile(ReconcileOptions options)
    {
        if (options.Every < TimeSpan.FromSeconds(1) || options.Every > TimeSpan.FromDays(30))
            yield return "Webhooks:Reconcile:Every is 00:00:01 to 30.00:00:00; set it within.";
        if (options.RetryAfter < TimeSpan.FromSeconds(1) || options.RetryAfter > TimeSpan.FromDays(1))
            yield return "Webhooks:Reconcile:RetryAfter is 00:00:01 to 1.00:00:00; set it within.";
        if (options.DeployWithin < TimeSpan.Zero || options.DeployWithin > TimeSpan.FromDays(1))
            yield return "Webhooks:Reconcile:DeployWithin is 00:00:00 to 1.00:00:00; set it within.";
        if (options.AfterShedding < TimeSpan.Zero || options.AfterShedding > TimeSpan.FromHours(1))
            yield return "Webhooks:Reconcile:AfterShedding is 00:00:00 to 01:00:00; set it within.";
        if (options.OpenLimit is < 1 or > 10_000)
            yield return "Webhooks:Reconcile:OpenLimit is 1 to 10000; set it within.";
        if (options.Concurrency is < 1 or > 12)
            yield return "Webhooks:Reconcile:Concurrency is 1 to 12; set it within.";
    }

    private static bool IsAddress(string text)
    {
        if (text.StartsWith("pubsub:", StringComparison.Ordinal)) return PubSub().IsMatch(text);
        if (text.StartsWith("arn:", StringComparison.Ordinal)) return Arn().IsMatch(text);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
    }

    [GeneratedRegex(@"\Apubsub://[a-z][a-z0-9.:\-]*:[A-Za-z][A-Za-z0-9\-_.~+%]{2,254}\z")]
    private static partial Regex PubSub();

    [GeneratedRegex(@"\Aarn:aws[a-z\-]*:events:[a-z0-9\-]+::event-source/aws\.partner/shopify\.com[^\s]*\z")]
    private static partial Regex Arn();
}
