import { describeContract } from '../support/contract/describeContract';
import { vendors } from '../support/vendors';

describe.each(vendors)('$name', ({ contract }) => describeContract(contract));
