import type { EndpointView, VariantView } from '../fleet/endpointFleets.ts';
import type { DeployedVariant, Deployment } from '../state/records.ts';

/** API: `DescribeEndpointOutput`. */
export function describeEndpoint(view: EndpointView): object {
  const { record, pending } = view;
  return {
    EndpointName: record.name,
    EndpointArn: record.arn,
    EndpointConfigName: view.endpointConfigName,
    EndpointStatus: view.status,
    FailureReason: view.failureReason,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    ProductionVariants: view.variants.length > 0 ? view.variants.map(describeVariant) : undefined,
    PendingDeploymentSummary: pending && describePending(pending, record.lastModifiedTime),
  };
}

/** API: `EndpointSummary`. */
export function summarizeEndpoint({ record, status }: EndpointView): object {
  return {
    EndpointName: record.name,
    EndpointArn: record.arn,
    EndpointStatus: status,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
  };
}

/** API: `ProductionVariantSummary`. */
function describeVariant(view: VariantView): object {
  return {
    VariantName: view.variant.variantName,
    DeployedImages: deployedImages(view.variant),
    CurrentWeight: view.currentWeight,
    DesiredWeight: view.desiredWeight,
    CurrentInstanceCount: view.currentInstanceCount,
    DesiredInstanceCount: view.desiredInstanceCount,
  };
}

/** API: `PendingDeploymentSummary`. */
function describePending(pending: Deployment, startTime: number): object {
  return {
    EndpointConfigName: pending.endpointConfigName,
    StartTime: startTime,
    ProductionVariants: pending.variants.map((variant) => ({
      VariantName: variant.variantName,
      InstanceType: variant.instanceType,
      DeployedImages: deployedImages(variant),
      DesiredWeight: variant.weight,
      DesiredInstanceCount: variant.instanceCount,
    })),
  };
}

function deployedImages({ container }: DeployedVariant): object[] {
  return [{ SpecifiedImage: container.image, ResolvedImage: container.image }];
}
