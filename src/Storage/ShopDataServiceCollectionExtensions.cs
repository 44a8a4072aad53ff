using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.ApiLogs;
using Shopkeeper.Storage.Billing;
using Shopkeeper.Storage.Catalogue;
using Shopkeeper.Storage.Certificates;
using Shopkeeper.Storage.Erasure;
using Shopkeeper.Storage.Jobs;
using Shopkeeper.Storage.Operations;
using Shopkeeper.Storage.Participants;
using Shopkeeper.Storage.Preferences;
using Shopkeeper.Storage.Retention;
using Shopkeeper.Storage.Sessions;
using Shopkeeper.Storage.Subscriptions;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage;

/// <summary>Registers the stores of shop data, of teardowns and of certificates.</summary>
public static class ShopDataServiceCollectionExtensions
{
    /// <summary>
    /// Adds them over the database and the keys, which <see cref="StorageServiceCollectionExtensions"/> adds. Twice is
    /// safe.
    /// </summary>
    public static IServiceCollection AddShopData(this IServiceCollection services)
    {
        services.TryAddSingleton<ISessionStore, SessionStore>();
        services.TryAddSingleton<IPreferenceStore, PreferenceStore>();
        services.TryAddSingleton<IApiLogStore, ApiLogStore>();
        services.TryAddSingleton<ICatalogueStore, CatalogueStore>();
        services.TryAddSingleton<IAppSubscriptionStore, AppSubscriptionStore>();
        services.TryAddSingleton<IWebhookSubscriptionStore, WebhookSubscriptionStore>();
        services.TryAddSingleton<ISubscriptionChecks, SubscriptionCheckStore>();

        services.TryAddSingleton<JobWriter>();
        services.TryAddSingleton<JobLeases>();
        services.TryAddSingleton<IJobStore, JobStore>();

        services.TryAddSingleton<TeardownRows>();
        services.TryAddSingleton<TeardownCertification>();
        services.TryAddSingleton<RedactNotes>();
        services.TryAddSingleton<SpentBodies>();
        services.TryAddSingleton<ITeardownStore, TeardownStore>();
        services.TryAddSingleton<ICertificateStore, CertificateStore>();

        services.TryAddSingleton<IParticipantNotes, ParticipantNotes>();

        services.TryAddSingleton<DeliveryEraser>();
        services.TryAddSingleton<BatchEraser>();
        services.TryAddSingleton<IErasure, ErasureStore>();
        services.TryAddSingleton<IResidue, ResidueCounter>();
        services.TryAddSingleton<IOperationsReader, OperationsReader>();
        services.TryAddSingleton<IWorkLevels, WorkLevelsReader>();
        services.TryAddSingleton<IResidueAudit, ResidueAudit>();
        services.TryAddSingleton<IAuditLog, AuditLog>();
        services.TryAddSingleton<IRequestKeys, RequestKeys>();

        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IRetention, RetentionStore>();
        return services;
    }
}
