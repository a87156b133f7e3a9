import { describeContract } from '../support/contract/describeContract';
import { contract } from './anyCom';

describeContract(contract);
