export { ScimError } from './scim-error.js';
export type { ScimErrorOptions } from './scim-error.js';
export { SCIM_ERROR_CODES } from './scim-error-code.js';
export type { ScimErrorCode, ScimErrorDefinition } from './scim-error-code.js';
export { toScimErrorMessage } from './messages/scim-error-message.js';
export type { ScimErrorMessage } from './messages/scim-error-message.js';

export { lenient, strictRfc } from './tolerances.js';
export type { Tolerances } from './tolerances.js';

export type {
  BulkMethod,
  BulkOperation,
  BulkOutcome,
  BulkRequest,
  BulkResult,
  ResourceRequest,
} from './bulk/bulk-operation.js';
export { parseBulkRequest } from './bulk/parse-bulk-request.js';
export type { BulkOptions } from './bulk/parse-bulk-request.js';
export { runBulk } from './bulk/run-bulk.js';
export { toBulkResponse } from './bulk/to-bulk-response.js';
export type { BulkOperationResponse, BulkResponse } from './bulk/to-bulk-response.js';

export type { Attribute, AttributeType, ResourceType, Schema } from './schemas/schema.js';
export { COMMON_ATTRIBUTES } from './schemas/common-attributes.js';
export { enterpriseUserSchema } from './schemas/enterprise-user-schema.js';
export { findAttribute } from './schemas/find-attribute.js';
export { findSchema } from './schemas/find-schema.js';
export { groupSchema } from './schemas/group-schema.js';
export { MAX_EXTENSION_ATTRIBUTES, parseExtensionSchema } from './schemas/parse-extension-schema.js';
export { resolveAttributePath } from './schemas/resolve-attribute-path.js';
export type { ResolvedAttribute } from './schemas/resolved-attribute.js';
export { groupResourceType, userResourceType } from './schemas/resource-types.js';
export { userSchema } from './schemas/user-schema.js';
export { withExtensions } from './schemas/with-extensions.js';

export type { AttributePath } from './path/attribute-path.js';
export { formatAttributePath } from './path/format-attribute-path.js';
export { parseAttributePath } from './path/parse-attribute-path.js';
export { parsePath } from './path/parse-path.js';
export type { PatchPath } from './path/patch-path.js';

export { comparableValue } from './filter/comparable-value.js';
export type { ComparableValue } from './filter/comparable-value.js';
export { evaluateFilter } from './filter/evaluate-filter.js';
export type {
  AndFilter,
  ComparisonFilter,
  ComparisonOperator,
  Filter,
  FilterLiteral,
  NotFilter,
  OrFilter,
  PresentFilter,
  ValuePathFilter,
} from './filter/filter.js';
export { MAX_FILTER_DEPTH, MAX_FILTER_LENGTH, MAX_FILTER_TERMS } from './filter/filter-limits.js';
export { formatFilter } from './filter/format-filter.js';
export { parseFilter } from './filter/parse-filter.js';
export { resolveFilter } from './filter/resolve-filter.js';
export { resolveFilterForTypes } from './filter/resolve-filter-for-types.js';
export type { TypeFilter } from './filter/resolve-filter-for-types.js';
export type {
  ResolvedComparison,
  ResolvedFilter,
  ResolvedPresence,
  ResolvedValuePath,
} from './filter/resolved-filter.js';

export type { GroupMember } from './group-patch/group-member.js';
export type { MemberStep } from './group-patch/member-step.js';
export { parseGroup, replaceGroup } from './group-patch/parse-group.js';
export type { ParsedGroup } from './group-patch/parse-group.js';
export { planGroupPatch } from './group-patch/plan-group-patch.js';
export type { GroupOptions, GroupPatchPlan } from './group-patch/plan-group-patch.js';

export { applyPatch } from './patch/apply-patch.js';
export { parsePatchOp } from './patch/parse-patch-op.js';
export type { PatchOpOptions } from './patch/parse-patch-op.js';
export type { PatchOperation } from './patch/patch-operation.js';

export { parseReplacement } from './resource/parse-replacement.js';
export type { Replacement } from './resource/parse-replacement.js';
export { parseResource } from './resource/parse-resource.js';
export { projectResource } from './resource/project-resource.js';
export { toProjector } from './resource/to-projector.js';
export type { Projector } from './resource/to-projector.js';
export { uniqueValues } from './resource/unique-values.js';
export type { UniqueValue } from './resource/unique-values.js';
export { writtenAttributes } from './resource/written-attributes.js';
export type { Projection } from './resource/projection.js';
export { replaceResource } from './resource/replace-resource.js';
export { returnsAttribute } from './resource/returns-attribute.js';
export { sameResource } from './resource/same-resource.js';
export { schemasOf } from './resource/schemas-of.js';
export type { ScimAttributes, ScimObject, ScimValue } from './resource/scim-attributes.js';
export type { ScimGroup, ScimMember } from './resource/scim-group.js';
export type { ScimAddress, ScimEnterpriseUser, ScimMultiValue, ScimName, ScimUser } from './resource/scim-user.js';

export type { ListLimits, ListQuery } from './messages/list-query.js';
export { toListResponse } from './messages/list-response.js';
export type { ListResponse, PagePosition } from './messages/list-response.js';
export {
  BULK_REQUEST_URN,
  BULK_RESPONSE_URN,
  ERROR_URN,
  LIST_RESPONSE_URN,
  PATCH_OP_URN,
  SEARCH_REQUEST_URN,
} from './messages/message-urns.js';
export { parseListQuery } from './messages/parse-list-query.js';
export { parseProjection } from './messages/parse-projection.js';
export { parseSearchRequest } from './messages/parse-search-request.js';
export { toResourceTypeResource } from './messages/resource-type-resource.js';
export { toSchemaResource } from './messages/schema-resource.js';
export { toServiceProviderConfig } from './messages/service-provider-config.js';
export type {
  AuthenticationScheme,
  PaginationFeatures,
  ServiceProviderFeatures,
} from './messages/service-provider-config.js';

export { prepareUserName } from './precis/prepare-user-name.js';

export { resolveSortBy, resolveSortByForTypes } from './sort/resolve-sort-by.js';

export { toEntityTag } from './versioning/entity-tag.js';
export { checkPrecondition, parsePrecondition } from './versioning/precondition.js';
export type { Precondition } from './versioning/precondition.js';
export type { EntityTags } from './versioning/read-entity-tags.js';
