using System.Text;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>In this world a delivery's hash is its id, so that a trace can be read.</summary>
internal static class WebhookIds
{
    public static byte[] Hash(string webhookId) => Encoding.ASCII.GetBytes(webhookId);

    public static string Of(byte[] hash) => Encoding.ASCII.GetString(hash);
}
