using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Which subscriptions the settings and the app's handlers ask for. Pure.</summary>
internal static class WantedRules
{
    /// <summary>Where deliveries come in, below the app's address.</summary>
    public const string Path = "webhooks";

    /// <summary>The longest name, in characters: Shopify's own limit for the name of a subscription.</summary>
    public const int LongestName = 50;

    private const int HashLength = 8;

    private static readonly string[] Compliance =
        [WebhookTopics.CustomersDataRequest, WebhookTopics.CustomersRedact, WebhookTopics.ShopRedact];

    /// <summary>The address for deliveries: <c>{AppUrl}/webhooks</c>.</summary>
    public static string Callback(string appUrl) => new Uri(appUrl.TrimEnd('/') + "/" + Path).AbsoluteUri;

    /// <summary>
    /// The set: what is named in the settings, then the topics of the short list, or <c>app/uninstalled</c> where there
    /// is neither, then the topics of handlers that nothing asks for yet.
    /// </summary>
    public static WantedSet Build(SubscriptionOptions options, IEnumerable<string> handled, string appUrl)
    {
        var callback = Callback(appUrl);
        var wanted = new Dictionary<string, WantedSubscription>(StringComparer.Ordinal);
        foreach (var (name, entry) in options.Subscriptions)
            if (WebhookTopics.TryNormalize(entry.Topic, out var topic)) wanted[name] = Of(name, topic, entry, callback);

        var isDefault = options.Topics.Count == 0 && options.Subscriptions.Count == 0;
        foreach (var topic in Normalized(isDefault ? [WebhookTopics.AppUninstalled] : options.Topics))
            Add(topic);
        foreach (var topic in Normalized(handled).Concat(Compliance))
            if (!wanted.Values.Any(item => WebhookTopics.AreSame(item.Topic, topic))) Add(topic);

        var byKind = wanted.Values.ToLookup(item => WebhookTopics.IsCompliance(item.Topic));
        return new WantedSet(byKind[false], byKind[true]);

        void Add(string topic)
        {
            var name = NameOf(topic);
            if (wanted.TryGetValue(name, out var other) && other.Topic != topic) name = Shortened(name, topic);
            wanted.TryAdd(name, new WantedSubscription { Name = name, Topic = topic, Uri = callback });
        }
    }

    /// <summary>The name of a topic that is asked for without one, such as <c>orders-create</c>.</summary>
    public static string NameOf(string topic)
    {
        var name = topic.Replace('/', '-').Replace('.', '-');
        return name.Length <= LongestName ? name : Shortened(name, topic);
    }

    /// <summary>True for 1 to 50 letters, digits, hyphens and underscores.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static WantedSubscription Of(
        string name, string topic, SubscriptionEntryOptions entry, string callback)
    {
        var address = string.IsNullOrWhiteSpace(entry.Uri) ? callback : AddressOf(entry.Uri.Trim());
        return new WantedSubscription
        {
            Name = name,
            Topic = topic,
            Uri = address,
            IsElsewhere = address != callback,
            Filter = string.IsNullOrWhiteSpace(entry.Filter) ? null : entry.Filter.Trim(),
            IncludeFields = Listed(entry.IncludeFields),
            MetafieldNamespaces = Listed(entry.MetafieldNamespaces),
        };
    }

    // As Shopify spells it back: an https address in its canonical form.
    private static string AddressOf(string text) =>
        text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri.AbsoluteUri
            : text;

    private static ImmutableArray<string> Listed(IEnumerable<string> texts) =>
        [.. texts.Select(text => text.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Normalized(IEnumerable<string> topics) => topics
        .Select(text => WebhookTopics.TryNormalize(text, out var topic) ? topic : null)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    private static string Shortened(string name, string topic)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(topic)))[..HashLength];
        var kept = Math.Min(name.Length, LongestName - HashLength - 1);
        return $"{name[..kept]}-{hash}";
    }
}
