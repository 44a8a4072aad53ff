using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// Refuses to start with topics that can't be subscribed. A message names the key, the rule and the remedy.
/// </summary>
internal sealed class SubscriptionOptionsValidator : IValidateOptions<SubscriptionOptions>
{
    private const int MostTopics = 200;

    public ValidateOptionsResult Validate(string? name, SubscriptionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = [];
        if (options.Topics.Count > MostTopics)
            failures.Add($"Webhooks:Topics must hold at most {MostTopics} topics. Remove those that nothing handles.");
        for (var index = 0; index < options.Topics.Count; index++)
        {
            if (!WebhookTopics.TryNormalize(options.Topics[index], out var topic))
                failures.Add($"Webhooks:Topics:{index} must be a topic, such as orders/create. Correct it.");
            else if (WebhookTopics.IsCompliance(topic))
                failures.Add($"Webhooks:Topics:{index} is a compliance topic, which no call can subscribe. "
                    + "Declare it in the app's TOML file and remove it here.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
